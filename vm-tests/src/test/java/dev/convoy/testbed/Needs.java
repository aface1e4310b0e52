package dev.convoy.testbed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;

/** What a test needs of the machine. A test that cannot run says why and is counted as skipped. */
final class Needs {
    private Needs() {}

    static void nix() {
        assume(works("nix", "--version"), "nix is not installed");
        assume(
                works("unshare", "--mount", "true") || works("unshare", "--user", "--map-root-user", "--mount", "true"),
                "this kernel or container does not allow namespaces (unshare)");
        assume(works("ssh", "-V"), "ssh is not installed");
    }

    static void containers() {
        assume(works("docker", "version"), "no container engine answers (vm-tests/start-engine.sh starts one)");
    }

    private static void assume(boolean met, String reason) {
        if (!met) {
            System.out.println("skipped: " + reason);
        }
        assumeTrue(met, reason);
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
