package dev.convoy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.convoy.store.hash.Nix32;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.ContentAddress;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.info.Signature;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.path.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes from a host or a file can be anything; all that may happen is a value or the one exception. */
class TextFormatsTest {
    private static final String NIX32 = "137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v";
    private static final String KEY = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private static final String SIGNATURE =
            "n7qk8ZnE7mcZgKlL2DhdElsM3sh9Lhneg2kwn+EUtX6wY3TC6yvnqz0tT2K+mx7udzQTmK3wvmta2O3Ee45DDQ==";

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void damagedTextIsReadOrRefused(String name, String text, Function<String, Object> parse) {
        Randomness.forCases(3000, random -> {
            byte[] damaged = Randomness.damaged(random, text.getBytes(StandardCharsets.ISO_8859_1));
            try {
                assertThat(parse.apply(new String(damaged, StandardCharsets.ISO_8859_1)))
                        .isNotNull();
            } catch (NixFormatException e) {
                assertThat(e).hasMessageContaining("expected");
                assertThat(e).message().matches("[^\\p{Cntrl}]*");
            }
        });
    }

    private static Stream<Arguments> formats() {
        return Stream.of(
                format("nix32", NIX32, Nix32::decode),
                format("hash in nix32", "sha256:" + NIX32, NixHash::parse),
                format("hash in SRI", "sha256-" + KEY, NixHash::parse),
                format("hash in base 16", "md5:5d41402abc4b2a76b9719d911017c592", NixHash::parse),
                format("store path", "/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree", StorePath::parse),
                format("base name", "ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree", StorePath::parseBaseName),
                format("content address", "fixed:r:sha256:" + NIX32, ContentAddress::parse),
                format("text address", "text:sha256:" + NIX32, ContentAddress::parse),
                format("public key", "cache.example.org-1:" + KEY, PublicKey::parse),
                format("signature", "cache.example.org-1:" + SIGNATURE, Signature::parse),
                format("secret key", "cache.example.org-1:" + SIGNATURE, SigningKey::parse));
    }

    private static Arguments format(String name, String text, Function<String, Object> parse) {
        return arguments(name, text, parse);
    }
}
