package dev.convoy.store;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** The Nix that is installed, as a source of truth. Tests that ask it are skipped, aloud, where it is missing. */
public final class RealNix {
    private final Machine machine = new LocalMachine();

    private RealNix() {}

    public static RealNix orSkip() throws InterruptedException {
        RealNix nix = new RealNix();
        Finished probe =
                nix.machine.run(Command.shell("probe", "command -v nix-store && test -w /nix && nix-store --version"));
        boolean usable = probe.isSuccess();
        if (!usable) {
            System.err.println("SKIPPED: no usable nix here (needs nix-store on PATH and a writable /nix): " + probe);
        }
        Assumptions.assumeTrue(usable, "nix-store on PATH and a writable /nix");
        return nix;
    }

    /** What a command prints, without the final newline; its failure is the test's. */
    public String run(String... arguments) throws InterruptedException {
        Finished finished = finish(arguments);
        if (!finished.isSuccess()) {
            throw new AssertionError(Arrays.toString(arguments) + ": " + finished);
        }
        return finished.stdout().stripTrailing();
    }

    public Finished finish(String... arguments) throws InterruptedException {
        return machine.run(Command.of(arguments));
    }

    /** What a command prints, byte for byte. */
    public byte[] bytesOf(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        Arrays.toString(arguments) + " failed: " + new String(bytes, StandardCharsets.UTF_8));
            }
            return bytes;
        }
    }
}
