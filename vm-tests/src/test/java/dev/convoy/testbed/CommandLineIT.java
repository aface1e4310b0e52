package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is odd on the command line, in the surroundings or in what a host prints has an answer in words. */
class CommandLineIT {
    @TempDir
    private static Path folder;

    @AutoClose
    private static Rack rack;

    private static EmbeddedHost web1;

    private static ExampleFleet fleet;
    private static ConvoyProgram convoy;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        web1 = rack.add("web1");
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        fleet.host("web1", "{ }").reach("web1", rack.sshFiles());
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deploy --parallel many       | 2 | a number from 1
            deploy nosuchgoal            | 2 | goals are build, push
            status --on nosuch           | 2 | the fleet has no host "nosuch"
            status --on @nosuch          | 2 | no host of the fleet is chosen
            status --on                  | 2 | --on
            status --frob                | 2 | convoy status --help
            frobnicate                   | 2 | convoy --help
            exec --on web1               | 2 | COMMAND
            rollback --on web1 --to x    | 2 | --to
            push --to nowhere            | 2 | --to: expected file://
            push --to s3://b --compress none | 2 | --compress is for copying to hosts
            push --to https://me:x@b     | 2 | netrc-file
            push --sign-with /no/key     | 2 | there is no file /no/key
            status --flake path:/nowhere | 3 | /nowhere
            """)
    void saysWhatIsWrongAndWhatToDo(String arguments, int exit, String words) throws Exception {
        Result result = convoy.run(arguments.split(" "));
        assertThat(result.exit()).as("%s", result).isEqualTo(exit);
        assertThat(result.stderr()).as("%s", result).startsWith("convoy: ").contains(words);
        assertThat(result.toString()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void bringsWhatAHostBuiltToACache() throws Exception {
        ExampleFleet builders = ExampleFleet.in(folder.resolve("builders"));
        // New in every run, so that it is not here yet.
        String name = "built-" + System.nanoTime();
        builders.host("web1", "{ packages = [ \"" + name + "\" ]; }").reach("web1", rack.sshFiles());
        var program = ConvoyProgram.in(builders.folder(), folder.resolve("builders-state"));
        String cache = "file://" + folder.resolve("cache");
        Result missing = program.run("push", "--build-on-target", "--to", cache);
        assertThat(missing.exit()).as("%s", missing).isEqualTo(1);
        assertThat(missing.stderr()).as("%s", missing).contains("[cache.not-here]", "--fetch-result");
        Result result = program.run("push", "--build-on-target", "--fetch-result", "--to", cache);
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stderr()).as("%s", result).containsPattern("fetched [1-9]");
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".narinfo"))
                            .map(CommandLineIT::text))
                    .anyMatch(info -> info.contains(name))
                    .anyMatch(info -> info.contains("-nixos-system-web1-"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void escapesWhatAHostPrints() throws Exception {
        Result result = convoy.run(
                "exec", "--on", "web1", "--", "printf", "\\033[31mred\\033]0;title\\007 \\342\\200\\256 \\377\\n");
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stdout()).contains("web1 | ", "\\x1b]0;title\\x07");
        assertThat(result.stdout().codePoints().filter(c -> c < ' ' && c != '\n'))
                .isEmpty();
    }

    @Test
    void leavesAloneWhatAnEndedCommandLeftBehind() throws Exception {
        for (int i = 0; i < 8; i++) {
            Result result = convoy.run("exec", "--on", "web1", "sleep 1013 <&- >&- 2>&- & sleep 0.1");
            assertThat(result.exit()).as("%s", result).isZero();
        }
        assertThat(web1.console("ps ax").lines().filter(line -> line.contains("sleep 1013")))
                .hasSize(8);
    }

    @Test
    void cutsALineThatHasNoEnd() throws Exception {
        Result result = convoy.run("exec", "--on", "web1", "head -c 3000000 /dev/zero | tr '\\0' x");
        assertThat(result.exit()).as("%s", result.exit()).isZero();
        assertThat(result.stdout().chars().filter(c -> c == 'x').count()).isEqualTo(3_000_000);
        assertThat(result.stdout().lines()).hasSizeGreaterThan(10);
    }

    @Test
    void endsTheCommandWhenNobodyReads() throws Exception {
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 3>&2; \"$0\" exec --on web1 'while echo again; do sleep 0.1; done' | head -n 1",
                        ConvoyProgram.Repository.root().resolve("convoy").toString())
                .directory(fleet.folder().toFile())
                .start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("web1 | again\n");
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).doesNotContain("Exception");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void needsNeitherHomeNorLocale() throws Exception {
        Result result = convoy.with("HOME", "").with("LC_ALL", "C").run("status");
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stdout()).as("%s", result).contains("web1");
    }

    @Test
    void beginsNoRunWhoseLogsCannotBeWritten() throws Exception {
        Result result = convoy.with("XDG_STATE_HOME", "/proc/nowhere").run("deploy", "--yes");
        assertThat(result.exit()).as("%s", result).isEqualTo(2);
        assertThat(result.stderr()).as("%s", result).contains("/proc/nowhere", "set XDG_STATE_HOME");
        Result reading = convoy.with("XDG_STATE_HOME", "/proc/nowhere").run("status");
        assertThat(reading.exit()).as("%s", reading).isZero();
    }

    @ParameterizedTest
    @CsvSource({"status, hosts", "plan, goal hosts", "check, goal hosts", "generations, hosts", "config show, settings"
    })
    void printsOneDocumentForPrograms(String command, String fields) throws Exception {
        Result result = convoy.run((command + " --json").split(" "));
        assertThat(result.exit()).as("%s", result).isZero();
        JsonNode document = JsonMapper.builder().build().readTree(result.stdout());
        assertThat(document.get("v").intValue()).isEqualTo(1);
        assertThat(List.of(fields.split(" ")))
                .allSatisfy(field -> assertThat(document.has(field))
                        .as("%s of %s", field, document)
                        .isTrue());
    }
}
