package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The NixOS module that convoy's own flake ships. */
class DeploymentModuleIT {
    /** As much of nixpkgs' lib as the module asks for: it must not ask for more. */
    private static final String OPTIONS = """
            { lib = {
                mkOption = option: option; literalExpression = text: text;
                types = { nullOr = t: t; either = a: b: a; listOf = t: t; nonEmptyListOf = t: t; str = "str"; enum = words: "enum"; port = "port"; bool = "bool"; };
              }; config.networking.hostName = "me"; }
            """;

    @TempDir
    private Path temp;

    private final RealNix nix = new RealNix();

    @BeforeAll
    static void needsNix() throws InterruptedException {
        RealNix.mustBeUsable();
    }

    @AfterEach
    void close() {
        nix.close();
    }

    @Test
    void declaresExactlyWhatIsRead() throws Exception {
        String declared = evaluate(
                "module: builtins.concatStringsSep \" \" (builtins.attrNames (import (builtins.head module.imports) "
                        + OPTIONS + ").options.deployment)");

        assertThat(List.of(declared.split(" ")))
                .containsExactlyInAnyOrderElementsOf(Facts.KEYS)
                .allSatisfy(key -> assertThat(fleetExpression()).contains("\"" + key + "\""));
    }

    @Test
    void definesNothing() throws Exception {
        assertThat(evaluate("module: toString (builtins.attrNames (import (builtins.head module.imports) " + OPTIONS
                        + "))"))
                .isEqualTo("options");
        assertThat(evaluate("module: toString (builtins.attrNames module)")).isEqualTo("imports");
    }

    private String evaluate(String function) throws Exception {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Files.createDirectories(temp.resolve("evaluator/nix"));
        Files.copy(root.resolve("flake.nix"), temp.resolve("flake.nix"));
        Files.copy(root.resolve("evaluator/nix/deployment.nix"), temp.resolve("evaluator/nix/deployment.nix"));
        Finished value = nix.run(Command.of(
                "nix",
                "--extra-experimental-features",
                "nix-command flakes",
                "eval",
                "--raw",
                "path:" + temp + "#nixosModules.deployment",
                "--apply",
                function));
        assertThat(value.isSuccess()).as(value.stderr()).isTrue();
        Files.delete(temp.resolve("flake.nix"));
        Files.delete(temp.resolve("evaluator/nix/deployment.nix"));
        return value.stdout();
    }

    private static String fleetExpression() {
        return FleetExpression.convoyOutput();
    }
}
