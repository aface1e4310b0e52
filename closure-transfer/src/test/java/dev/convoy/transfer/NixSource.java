package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

/** A closure in this computer's real store: the one that integration tests copy. */
public final class NixSource {
    /** Three hundred small paths in a chain, over a directory of everything that a NAR can hold, and eight files of a MiB. */
    private static final String EXPRESSION = """
            let
              built = derivation {
                name = "built"; system = builtins.currentSystem; builder = "/bin/sh";
                args = [ "-c" "echo built by hand, signed by nobody > $out" ];
              };
              large = map (n: "${./. + "/large-${toString n}"}") (builtins.genList (n: n) 8);
              step = before: n: builtins.toFile "step-${toString n}" "after ${before}\\n";
              chain = builtins.foldl' step (builtins.toFile "first" "${./tree} ${toString large}") (builtins.genList (n: n) 300);
            in derivation {
              name = "root"; system = builtins.currentSystem; builder = "/bin/sh";
              args = [ "-c" "echo $chain $built > $out" ];
              inherit chain built;
            }
            """;

    private final Machine local;
    private final Path directory;

    /** @param directory where the expression and its sources are written */
    public NixSource(Machine local, Path directory) {
        this.local = local;
        this.directory = directory;
    }

    /** Skips the test where there is no Nix to work with, or no namespace to put a second one into. */
    public void assumeUsable() throws InterruptedException {
        assumeTrue(
                succeeds("nix-store", "--version") && succeeds("test", "-w", "/nix"),
                "skipped: no nix-store with a writable /nix here");
        assumeTrue(succeeds("unshare", "-m", "true"), "skipped: no mount namespaces here");
    }

    public Closure closure() throws IOException, InterruptedException {
        StorePath root = StorePath.parse(print("nix-build", "--no-out-link", expression()));
        Closure closure = new ClosureTransfer(local).closureOf(List.of(root));
        assertThat(closure.paths()).hasSizeGreaterThan(300);
        return closure;
    }

    public StorePath derivation() throws IOException, InterruptedException {
        return StorePath.parse(print("nix-instantiate", expression()));
    }

    SigningKey signingKey() throws InterruptedException {
        return SigningKey.parse(print(
                "nix",
                "--extra-experimental-features",
                "nix-command",
                "key",
                "generate-secret",
                "--key-name",
                "convoy-test-1"));
    }

    boolean succeeds(String... arguments) throws InterruptedException {
        try {
            return local.run(Command.of(arguments)).isSuccess();
        } catch (MachineException e) {
            return false;
        }
    }

    private String expression() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(tree.resolve("grün 漢.txt"), "names are bytes");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../nowhere"));
        Path run = Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Random random = new Random(1);
        for (int n = 0; n < 8; n++) {
            byte[] large = new byte[1 << 20];
            random.nextBytes(large);
            Files.write(directory.resolve("large-" + n), large);
        }
        return Files.writeString(directory.resolve("fleet.nix"), EXPRESSION).toString();
    }

    private String print(String... arguments) throws InterruptedException {
        Finished done = local.run(Command.of(arguments));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done.stdout().strip();
    }
}
