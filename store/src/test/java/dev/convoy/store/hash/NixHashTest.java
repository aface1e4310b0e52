package dev.convoy.store.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.Randomness;
import dev.convoy.store.hash.NixHash.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NixHashTest {
    @ParameterizedTest
    @EnumSource
    void readsAllItsForms(Algorithm algorithm) {
        Randomness.forCases(200, random -> {
            NixHash hash = new NixHash(algorithm, Randomness.bytes(random, algorithm.size()));
            String base64 = Base64.getEncoder().encodeToString(hash.digest());
            String prefix = algorithm.text() + ":";

            assertThat(NixHash.parse(prefix + hash.base16())).isEqualTo(hash);
            assertThat(NixHash.parse(prefix + hash.nix32())).isEqualTo(hash).hasSameHashCodeAs(hash);
            assertThat(NixHash.parse(prefix + base64)).isEqualTo(hash);
            assertThat(NixHash.parse(hash.sri())).isEqualTo(hash);
            assertThat(NixHash.parse(hash.base16(), algorithm)).isEqualTo(hash);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256",
                "sha256:",
                "sha257:00",
                "SHA256:00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq",
                "sha256:zzxyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq",
                "sha256:00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4a",
                "sha256:e0xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq",
                "sha256:gg5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be",
                "sha256-####"
            })
    void refusesWhatIsNoHash(String text) {
        assertThatThrownBy(() -> NixHash.parse(text)).isInstanceOf(NixFormatException.class);
    }

    @Test
    void aHashInTheSriFormIsInBase64() {
        NixHash hash = Algorithm.SHA256.hash(new byte[0]);

        assertThatThrownBy(() -> NixHash.parse("sha256-" + hash.base16())).isInstanceOf(NixFormatException.class);
        assertThatThrownBy(() -> NixHash.parse("sha256-" + hash.nix32())).isInstanceOf(NixFormatException.class);
    }

    @Test
    void hashesAsTheStandardsSay() {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);

        assertThat(Algorithm.MD5.hash(abc).base16()).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(Algorithm.SHA1.hash(abc).base16()).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(Algorithm.SHA256.hash(abc).base16())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Algorithm.SHA512.hash(abc).base16()).startsWith("ddaf35a193617abacc417349ae204131");
    }

    @Test
    void nothingOutsideCanChangeIt() {
        byte[] digest = new byte[32];
        NixHash hash = NixHash.sha256(digest);

        digest[0] = 1;
        hash.digest()[1] = 1;

        assertThat(hash.base16()).isEqualTo("0".repeat(64));
    }
}
