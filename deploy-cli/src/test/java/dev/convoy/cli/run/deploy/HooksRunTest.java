package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HooksRunTest {
    @TempDir
    private Path directory;

    private FakeFleet fleet;

    @BeforeEach
    void twoHostsThatAreDrained() throws IOException {
        fleet = new FakeFleet(directory, "web1", "web2");
        fleet.configure("""
                hooks:
                  - {before: activation, on: web1, name: drain, here: './drain "$CONVOY_HOST"'}
                  - {after: activation, on: web1, name: undrain, onHost: undrain}
                """);
    }

    @Test
    void runAroundWhatTheyAreFor() {
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order.stream().filter(what -> what.startsWith("web1")))
                .containsExactly(
                        "web1 hook before activation (drain, here)",
                        "web1 -> 2 (bbbbbbb)",
                        "web1 confirmed",
                        "web1 hook after activation (undrain, on the host)");
        assertThat(fleet.rooms.order).noneMatch(what -> what.startsWith("web2 hook"));
        assertThat(fleet.rooms.hookContexts.getFirst())
                .contains("CONVOY_HOST=web1", "CONVOY_ADDRESS=web1", "CONVOY_STAGE=activation", "CONVOY_GOAL=switch")
                .contains("CONVOY_SYSTEM=" + FakeFleet.wanted("web1"), "\"tags\"", "\"moment\" : \"before\"");
        assertThat(fleet.rooms.hookContexts.getLast()).contains("CONVOY_RESULT=succeeded");
    }

    @Test
    void aPlanSaysWhichRunWhenAndWhere() throws Exception {
        fleet.configure("""
                hooks:
                  - {before: build, here: 'LB_TOKEN=hunter2 ./ask'}
                  - {before: activation, on: web1, name: drain, here: './drain "$CONVOY_HOST"'}
                  - before: copy
                    onHost: |
                      make-room
                      make-more
                  - {after: reboot, name: warm, here: 'true'}
                """);
        assertThat(fleet.plan())
                .containsSubsequence(
                        "Hooks",
                        "  before build (LB_TOKEN=… ./ask, here)  web1, web2",
                        "  before copy (make-room, on the host)  web1, web2",
                        "      $ make-room … (2 lines)",
                        "  before activation (drain, here)  web1",
                        "      $ ./drain \"$CONVOY_HOST\"")
                .noneMatch(line -> line.contains("hunter2") || line.contains("after reboot"));
        assertThat(fleet.planJson())
                .contains("{moment=before, stage=activation, name=drain, where=here, command=./drain \"$CONVOY_HOST\","
                        + " timeoutSeconds=300, hosts=[web1]}")
                .doesNotContain("hunter2");
        fleet.flags.put(Setting.REBOOT, "always");
        assertThat(fleet.plan()).contains("  after reboot (warm, here)  web1, web2");
    }

    @Test
    void oneThatFailsBeforeStopsItsHostAndWhatIsAfterRunsAllTheSame() {
        fleet.rooms.badHooks.add("web1 drain");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order)
                .contains("web2 confirmed", "web1 hook after activation (undrain, on the host)")
                .doesNotContain("web1 -> 2 (bbbbbbb)");
        assertThat(fleet.err())
                .contains("hook before activation (drain, here) failed: exit status 3", "[hook.failed]")
                .contains("| said something");
    }

    @Test
    void oneThatFailsAfterMakesAFailureOfAHostThatKeepsItsNewSystem() {
        fleet.rooms.badHooks.add("web1 undrain");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order).contains("web1 confirmed").noneMatch(what -> what.contains("reverted"));
        assertThat(fleet.err()).contains("hook after activation (undrain, on the host) failed: exit status 3");
    }

    @Test
    void whatIsAfterRunsOnAHostThatWentBack() {
        fleet.rooms.looks.put("web1", (_, _) -> new Result.UnitsFailed(List.of()));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.order).contains("web1 hook after activation (undrain, on the host)");
        assertThat(fleet.rooms.hookContexts.getLast()).contains("CONVOY_RESULT=rolled-back");
    }

    @Test
    void aHostThatMustNotBeBuiltIsNotBuilt() throws IOException {
        fleet.configure("hooks: [{before: build, here: check, name: check}]");
        fleet.rooms.badHooks.add("web1 check");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.done).contains("build web2").doesNotContain("build web1");
        assertThat(fleet.rooms.order).contains("web2 confirmed");
    }

    @Test
    void anUnknownStageIsOneError() throws IOException {
        fleet.configure("hooks: [{before: activate, here: 'true'}]");
        assertThatThrownBy(() -> fleet.deploy())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("convoy.yaml:1: before must be one of build, copy, activation, reboot");
    }
}
