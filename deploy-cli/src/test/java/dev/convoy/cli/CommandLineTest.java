package dev.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program from outside, as far as it needs no Nix: arguments in; standard output, standard error and exit code out. */
class CommandLineTest {
    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";

    @Test
    void withoutAnythingItSaysWhatThereIs() {
        assertThat(convoy()).isEqualTo(2);
        assertThat(err)
                .startsWith("Deploys a fleet of machines from one Nix flake, over SSH.\n")
                .contains("Commands:");
        assertThat(out).isEmpty();
    }

    @Test
    void helpAndVersionAreResults() {
        assertThat(convoy("--help")).isZero();
        assertThat(out).contains("Usage: convoy [-hV] COMMAND");
        assertThat(err).isEmpty();
        assertThat(convoy("--version")).isZero();
        assertThat(out).startsWith("convoy ");
        assertThat(convoy("config", "--help")).isZero();
        assertThat(out).contains("--[no-]accept-new-host-keys").contains("Reaching hosts:");
    }

    @Test
    void mistypedCommandNamesTheNearest() {
        check(2, "convoy: unknown command confg; did you mean config?\nTry 'convoy --help'.\n", "confg");
    }

    @Test
    void mistypedOptionNamesTheNearest() {
        check(
                2,
                "convoy: unknown option --accept-new-hostkeys; did you mean --accept-new-host-keys?\n"
                        + "Try 'convoy config --help'.\n",
                "config",
                "--accept-new-hostkeys");
    }

    @Test
    void anOptionOfOtherCommandsIsNotTakenForASlip() {
        check(2, "convoy: unknown option --goal\nTry 'convoy reboot --help'.\n", "reboot", "--goal", "boot");
    }

    @Test
    void aFlagWithAWrongValueSaysWhatIsWanted() {
        check(
                2,
                "convoy: flag --parallel: parallel must be a number from 1, not \"many\"\n",
                "config",
                "--parallel",
                "many");
    }

    @Test
    void configurationErrorsNameFileAndLine() throws IOException {
        Files.createFile(directory.resolve("flake.nix"));
        Files.writeString(directory.resolve("convoy.yaml"), "parallel: 4\nconect: 3\n");
        check(2, "convoy: " + directory.resolve("convoy.yaml") + ":2: unknown key \"conect\"\n", "config");
    }

    @Test
    void configShowsValuesAndWhereTheyComeFrom() {
        assertThat(convoy("config", "show", "--parallel", "3", "--no-eval-cache", "--option", "cores", "2", "-y"))
                .as(err)
                .isZero();
        assertThat(out)
                .contains("parallel             3                flag --parallel\n")
                .contains("evalCache            false            flag --eval-cache\n")
                .contains("option               cores = 2        flag --option\n")
                .contains("yes                  true             flag --yes\n")
                .contains("connectTimeout       10s              default\n");
        assertThat(convoy("config", "--json")).isZero();
        assertThat(out).startsWith("{").contains("\"origin\" : \"default\"");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        assertThat(convoy("completion", "bash")).isZero();
        assertThat(out).contains("complete -F").contains("config");
    }

    @Test
    void whereASettingMeansLessTheHelpSaysSo() {
        assertThat(convoy("reboot", "--help")).isZero();
        assertThat(out.replaceAll("\\s+", " "))
                .contains(
                        "host (one whose boot is on trial goes back if it is not well), stop (not even that) or pause")
                .contains("(ask) (default: host).")
                .doesNotContain("all that the run changed");
        check(
                2,
                "convoy: --on-failure: hosts that were restarted cannot be put back; here it is host, stop or pause\n",
                "reboot",
                "--on-failure",
                "run");
        check(
                2,
                "convoy: --offline: only 'deploy' and 'push' wait for hosts; here it is fail or skip\n",
                "reboot",
                "--offline",
                "wait:5m");
        assertThat(convoy("man")).isZero();
        assertThat(out).contains("on trial goes back if it is not well").contains("all that the run changed");
    }

    @Test
    void theManualIsMadeFromTheSameCommandsAndSettings() {
        assertThat(convoy("man")).isZero();
        assertThat(out)
                .contains(
                        ".SS rollback\n", ".B \\-\\-to GENERATION\n", ".B CONVOY_PARALLEL\n", ".B 130\ninterrupted\n");
    }

    @Test
    void mistypedGoalNamesTheNearest() {
        check(
                2,
                "convoy: invalid value for positional parameter at index 0 (GOAL): there is no goal swich; did you mean"
                        + " switch?; goals are build, push, dry-activate, test, switch, boot\nTry 'convoy deploy --help'.\n",
                "deploy",
                "swich");
    }

    @Test
    void aBareHostNameIsTakenForWhatItIs() {
        check(
                2,
                "convoy: unexpected argument web1; hosts are given with --on\nTry 'convoy status --help'.\n",
                "status",
                "web1");
    }

    @Test
    void withoutAFlakeItSaysWhereItLooked() {
        assertThat(convoy("status")).isEqualTo(2);
        assertThat(err)
                .isEqualTo("convoy: there is no flake.nix in " + directory
                        + " or above; say where the fleet is with --flake\n");
    }

    private void check(int code, String expectedErr, String... arguments) {
        assertThat(convoy(arguments)).as(err).isEqualTo(code);
        assertThat(err).isEqualTo(expectedErr);
        assertThat(out).isEmpty();
    }

    private int convoy(String... arguments) {
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        int code = Main.run(
                arguments,
                Map.of("HOME", directory.toString()),
                directory,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return code;
    }
}
