package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.transfer.ssh.connection.ProcessNotice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrappers, run by this computer's own shells, with a made-up id and sudo. */
class RemoteScriptTest {
    private static final List<String> ODD = List.of(
            "it's", "a\\b\\n", "new\nline\n", "tab\t", "!bang", "$HOME `x` \"q\"", "", "%s %b", "ü€", "-n", "\u007f");

    @TempDir
    Path programs;

    @BeforeEach
    void writePrograms() throws IOException {
        program("id", "echo ${FAKE_UID:-1000}");
        // Reads a password line where it is told to, as sudo -S does, and says with which words it was called.
        program(
                "sudo",
                "while [ $# -gt 0 ]; do case $1 in -S) [ -n \"$FREE\" ] || IFS= read -r p; echo \"password=$p\" >>\"$CALLS\" ;; esac;"
                        + " [ \"$1\" != -- ] || { shift; break; }; shift; done; [ -z \"$REFUSE\" ] || { echo refused >&2; exit 1; }; exec \"$@\"");
    }

    @Test
    void everyShellReadsTheLineAlike() throws Exception {
        String line = LoginShellLine.of(RemoteScript.RUN, words("printf", "[%s]", ODD), new ProcessNotice("m"));
        assertThat(line.chars()).noneMatch(c -> c < ' ' || c == '!');
        for (String shell : List.of("dash", "bash", "sh")) {
            assertThat(run(shell, line, "").stdout()).isEqualTo("[" + String.join("][", ODD) + "]");
        }
    }

    @Test
    void tellsItsProcessBeforeItBecomesTheCommand() throws Exception {
        String line = LoginShellLine.of(
                RemoteScript.RUN, List.of("sh", "-c", "echo $$; echo mine >&2"), new ProcessNotice("mark"));
        Result result = run("dash", line, "");
        assertThat(result.stderr()).isEqualTo("mark " + result.stdout() + "mine\n");
    }

    @Test
    void findsNixBesideABarePath() throws Exception {
        String line = LoginShellLine.of(RemoteScript.RUN, List.of("sh", "-c", "echo $PATH"), new ProcessNotice("m"));
        assertThat(run("dash", line, "").stdout())
                .endsWith(":/run/wrappers/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin\n");
    }

    @Test
    void rootNeedsNoSudo() throws Exception {
        String line = LoginShellLine.of(
                RemoteScript.BECOME_ROOT,
                List.of("3", "no-such-sudo", "-H", "--", "echo", "hello"),
                new ProcessNotice("m"));
        assertThat(run("dash", line, "", "FAKE_UID=0").stdout()).isEqualTo("hello\n");
        assertThat(run("dash", line, "").code()).isEqualTo(127);
    }

    @Test
    void passwordGoesToSudoAndInputToTheCommand() throws Exception {
        assertThat(run("dash", withPassword("cat"), "secret\nMARK\nmy\ninput").stdout())
                .isEqualTo("my\ninput");
        assertThat(Files.readString(programs.resolve("calls"))).isEqualTo("password=secret\n");
    }

    @Test
    void passwordThatSudoDoesNotReadGoesNowhere() throws Exception {
        assertThat(run("dash", withPassword("cat"), "secret\nMARK\nmy\ninput", "FREE=1")
                        .stdout())
                .isEqualTo("my\ninput");
        assertThat(run("dash", withPassword("sh"), "touch evil\nMARK\necho fine\n", "FREE=1")
                        .stdout())
                .isEqualTo("fine\n");
        assertThat(run("dash", withPassword("cat"), "secret\nMARK\nmy\ninput", "FAKE_UID=0")
                        .stdout())
                .isEqualTo("my\ninput");
    }

    @Test
    void withoutTheMarkNothingRuns() throws Exception {
        assertThat(run("dash", withPassword("echo", "ran"), "secret\n")).isEqualTo(new Result(1, "", "m\n"));
    }

    @Test
    void probesTheWaysToRoot() throws Exception {
        String line = LoginShellLine.of(RemoteScript.PROBE_ROOT, List.of("sudo", "-n", "--"), new ProcessNotice("m"));
        assertThat(run("dash", line, "", "FAKE_UID=0").stdout()).isEqualTo("root\n");
        assertThat(run("dash", line, "").stdout()).isEqualTo("free\n");
        assertThat(run("dash", line, "", "REFUSE=1").stdout()).isEqualTo("refused\n");
    }

    private static String withPassword(String... command) {
        List<String> escalation = List.of("sudo", "-k", "-S", "--prompt=", "--");
        List<String> inner = words("/bin/sh", "-c", List.of(RemoteScript.SKIP_TO_MARK.text(), "convoy", "MARK"));
        List<String> line = new ArrayList<>(List.of(Integer.toString(escalation.size())));
        line.addAll(escalation);
        line.addAll(inner);
        line.addAll(List.of(command));
        return LoginShellLine.of(RemoteScript.BECOME_ROOT, line, new ProcessNotice("m"));
    }

    private static List<String> words(String first, String second, List<String> rest) {
        List<String> words = new ArrayList<>(List.of(first, second));
        words.addAll(rest);
        return words;
    }

    private record Result(int code, String stdout, String stderr) {}

    private Result run(String shell, String line, String input, String... variables) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(shell, "-c", line).directory(programs.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        environment.put("CALLS", programs.resolve("calls").toString());
        for (String variable : variables) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            assertThat(ended).hasMessageContaining("pipe");
        }
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), stdout, stderr.replaceAll("m [0-9]+\n", "m\n"));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
