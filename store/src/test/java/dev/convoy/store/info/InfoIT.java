package dev.convoy.store.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.RealNix;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.nar.SampleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, signatures, binary caches and hashes of the installed Nix. */
class InfoIT {
    @TempDir
    Path directory;

    private RealNix nix;
    private Path secretKey;
    private SigningKey key;

    @BeforeEach
    void makeKey() throws IOException, InterruptedException {
        nix = RealNix.orSkip();
        secretKey = Files.writeString(
                directory.resolve("secret"), nix.run("nix", "key", "generate-secret", "--key-name", "convoy-test"));
        key = SigningKey.parse(Files.readString(secretKey));
    }

    @Test
    void publicKeyIsTheOneThatNixDerives() throws InterruptedException {
        String publicKey =
                nix.run("/bin/sh", "-c", "nix key convert-secret-to-public < \"$1\"", "x", secretKey.toString());

        assertThat(key.publicKey()).hasToString(publicKey);
    }

    @Test
    void readsAndPrintsTheFilesOfABinaryCacheAndSignsAsNixDoes() throws IOException, InterruptedException {
        Path cache = directory.resolve("cache");
        nix.run("nix", "copy", "--to", "file://" + cache + "?secret-key=" + secretKey, pathWithReferences());

        List<Path> files;
        try (Stream<Path> all = Files.list(cache)) {
            files = all.filter(file -> file.toString().endsWith(".narinfo")).toList();
        }
        assertThat(files).hasSize(3);
        for (Path file : files) {
            NarInfo narInfo = NarInfo.parse(Files.readString(file));
            assertThat(narInfo.print()).isEqualTo(Files.readString(file));
            assertThat(narInfo.info().signatures())
                    .containsExactly(key.sign(narInfo.info()).toString());
            Signature signature = Signature.parse(narInfo.info().signatures().first());
            assertThat(key.publicKey().verifies(signature, narInfo.info())).isTrue();
            narInfo.info()
                    .contentAddress()
                    .map(ContentAddress::parse)
                    .ifPresent(address -> assertThat(address.isOf(
                                    narInfo.info().path(), narInfo.info().references()))
                            .isTrue());
        }
    }

    @Test
    void nixBelievesOurSignatureAndNothingLess() throws IOException, InterruptedException {
        String path = pathWithReferences();
        Path cache = directory.resolve("cache");
        nix.run("nix", "copy", "--to", "file://" + cache, path);
        assertThat(verified(cache, path).isSuccess()).isFalse();

        try (Stream<Path> all = Files.list(cache)) {
            for (Path file :
                    all.filter(one -> one.toString().endsWith(".narinfo")).toList()) {
                NarInfo narInfo = NarInfo.parse(Files.readString(file));
                Files.writeString(file, narInfo.print() + "Sig: " + key.sign(narInfo.info()) + "\n");
            }
        }

        assertThat(verified(cache, path)).extracting(Finished::exit).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void writesHashesAsNixDoes() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("file"), "größe\n");
        for (NixHash.Algorithm algorithm : NixHash.Algorithm.values()) {
            NixHash hash = algorithm.hash(Files.readAllBytes(file));
            String sri = nix.run("nix", "hash", "file", "--type", algorithm.text(), file.toString());

            assertThat(hash.sri()).isEqualTo(sri);
            assertThat(NixHash.parse(sri)).isEqualTo(hash);
            assertThat(hash.nix32()).isEqualTo(nix.run("nix", "hash", "to-base32", sri));
            assertThat(hash.base16()).isEqualTo(nix.run("nix", "hash", "to-base16", sri));
        }
    }

    private Finished verified(Path cache, String path) throws InterruptedException {
        return nix.finish(
                "nix",
                "store",
                "verify",
                "--store",
                "file://" + cache,
                "--recursive",
                "--sigs-needed",
                "1",
                "--option",
                "trusted-public-keys",
                key.publicKey().toString(),
                path);
    }

    private String pathWithReferences() throws IOException, InterruptedException {
        SampleTree.known(directory);
        Path expression = Files.writeString(directory.resolve("default.nix"), """
                derivation {
                  name = "info-it";
                  system = "x86_64-linux";
                  builder = "/bin/sh";
                  args = [ "-c" "echo $out $text $tree > $out" ];
                  text = builtins.toFile "text" "some text";
                  tree = ./tree;
                }
                """);
        return nix.run("nix-build", "--no-out-link", expression.toString());
    }
}
