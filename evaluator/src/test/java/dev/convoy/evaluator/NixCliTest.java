package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NixCliTest {
    @Test
    void readsTheVersionsOfAllVendors() {
        assertThat(NixVersion.parse("nix (Nix) 2.8.0\n").isAtLeast(2, 8)).isTrue();
        assertThat(NixVersion.parse("nix (Nix) 2.8.0").isAtLeast(2, 24)).isFalse();
        assertThat(NixVersion.parse("nix (Nix) 2.34.8").isAtLeast(2, 24)).isTrue();
        assertThat(NixVersion.parse("nix (Lix, like Nix) 2.91.1").isAtLeast(2, 24))
                .isTrue();
        assertThat(NixVersion.parse("nix (Determinate Nix 3.6.2) 2.29.0").minor())
                .isEqualTo(29);
        assertThat(NixVersion.parse("nix (Nix) 2.25pre20241101_abc").minor()).isEqualTo(25);
        assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> NixVersion.parse("bash: hello"));
    }

    @Test
    void oldAndNewVersionsAreAskedInTheirOwnWay() throws Exception {
        assertThat(arguments("2.8.0")).contains("path:/f#nixosConfigurations");
        assertThat(arguments("2.34.8")).contains("path:/f#.nixosConfigurations");
        assertThat(arguments("2.8.0"))
                .startsWith("nix", "--extra-experimental-features", "nix-command flakes", "eval", "--json")
                .contains("--no-write-lock-file")
                .containsSequence("--option", "cores", "2")
                .endsWith("--apply", "builtins.attrNames");
    }

    private static List<String> arguments(String version) throws InterruptedException {
        var machine = new dev.convoy.store.machine.ScriptedMachine("local");
        machine.when("nix", "--version").thenPrint("nix (Nix) " + version + "\n");
        return new NixCli(machine, Map.of("cores", "2"))
                .evalApply("path:/f", "nixosConfigurations", "builtins.attrNames", false)
                .arguments();
    }

    @Test
    void withoutNixItSaysHowToGetIt() {
        try (Machine bare = new WithoutNix()) {
            var evaluator = new FlakeEvaluator(bare, EvaluationSettings.defaults(Path.of("/nonexistent")), event -> {});

            assertThatExceptionOfType(EvaluationException.class)
                    .isThrownBy(() -> evaluator.lock(new FlakeRef(".")))
                    .satisfies(e -> {
                        assertThat(e.failure().code()).isEqualTo("evaluation.nix-missing");
                        assertThat(e.failure().hints().getFirst()).contains("https://nixos.org/download");
                    });
        }
    }

    /** This computer, as if Nix had never been installed. */
    private static final class WithoutNix implements Machine {
        private final LocalMachine local = new LocalMachine();

        @Override
        public String name() {
            return local.name();
        }

        @Override
        public Running start(Command command) {
            return local.start(Command.of(
                    "convoy-test-no-such-program-" + command.arguments().getFirst()));
        }

        @Override
        public void close() {
            local.close();
        }
    }
}
