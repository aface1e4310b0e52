package dev.convoy.store.derivation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.RealNix;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derivations of a real evaluation. */
class DerivationIT {
    /** Several outputs, fixed outputs of three kinds, shared inputs, sources, text with references, odd characters. */
    private static final String EXPRESSION = """
            let
              make = name: more: derivation ({
                inherit name;
                system = "x86_64-linux";
                builder = "/bin/sh";
                args = [ "-c" "echo \\"quoted\\" \\\\ back\\tslash\\n\\r größe 🚚 > $out" ];
              } // more);
              flat = make "flat.tar" { outputHash = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
                outputHashAlgo = "sha256"; outputHashMode = "flat"; };
              old = make "old" { outputHash = "5d41402abc4b2a76b9719d911017c592"; outputHashAlgo = "md5"; };
              tree = make "tree" { outputHash = "sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";
                outputHashMode = "recursive"; urls = [ flat ]; };
              two = make "two" { outputs = [ "out" "dev" "a-doc" ]; inherit flat old tree; };
              text = builtins.toFile "note" "see nothing";
              deps = make "deps" { devOnly = two.dev; all = [ two.out two.a-doc ]; inherit text; src = ./source; };
              structured = make "structured" { __structuredAttrs = true; list = [ 1 "two" deps ]; };
            in make "top" { inherit deps structured tree; drv = builtins.unsafeDiscardOutputDependency deps.drvPath; }
            """;

    @TempDir
    Path directory;

    private RealNix nix;

    @BeforeEach
    void findNix() throws InterruptedException {
        nix = RealNix.orSkip();
    }

    @Test
    void arePrintedBackByteByByteAndHaveThePathsThatNixGaveThem() throws IOException, InterruptedException {
        List<StorePath> drvs = evaluated();
        var hashes = new DerivationHashes(DerivationIT::read);

        assertThat(drvs).hasSizeGreaterThanOrEqualTo(7);
        for (StorePath path : drvs) {
            Derivation drv = read(path);
            String name = path.name().substring(0, path.name().length() - ".drv".length());
            assertThat(drv.print()).isEqualTo(Files.readAllBytes(Path.of(path.toString())));
            assertThat(drv.path(name)).isEqualTo(path);
            for (Map.Entry<String, DerivationOutput> output : drv.outputs().entrySet()) {
                assertThat(hashes.outputPath(drv, name, output.getKey()))
                        .isEqualTo(output.getValue().path().orElseThrow());
            }
        }
    }

    @Test
    void outputsAreThoseThatNixNames() throws IOException, InterruptedException {
        for (StorePath path : evaluated()) {
            List<String> outputs = read(path).outputs().values().stream()
                    .map(output -> output.path().orElseThrow().toString())
                    .toList();
            assertThat(nix.run("nix-store", "--query", "--outputs", path.toString())
                            .lines())
                    .containsExactlyInAnyOrderElementsOf(outputs);
        }
    }

    private List<StorePath> evaluated() throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("fleet.nix"), EXPRESSION);
        Files.createDirectories(directory.resolve("source/sub"));
        Files.writeString(directory.resolve("source/sub/file"), "contents");
        String top = nix.run("nix-instantiate", file.toString());
        return nix.run("nix-store", "--query", "--requisites", top)
                .lines()
                .map(StorePath::parse)
                .filter(StorePath::isDerivation)
                .toList();
    }

    private static Derivation read(StorePath path) {
        try {
            return Derivation.parse(Files.readAllBytes(Path.of(path.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
