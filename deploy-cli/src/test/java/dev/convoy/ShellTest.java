package dev.convoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All shell of the project, on hosts and here, is POSIX sh: every shell reads it, and shellcheck has nothing to say. */
class ShellTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** The files that a script reads while it runs cannot be followed: SC1090, SC1091. */
    private static final String SHELLCHECK = "shellcheck -s sh -e SC1090,SC1091";

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        assertThat(said(SHELLCHECK, scripts(ShellTest::runsByItself))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash -n", "busybox sh -n", "bash --posix -n"})
    void everyShellReadsEveryScript(String shell) throws Exception {
        for (Path script : scripts(ShellTest::isShell)) {
            assertThat(said(shell, List.of(script))).as("%s %s", shell, script).isEmpty();
        }
    }

    /** What the checks above are worth: each of them objects to what it should. */
    @ParameterizedTest
    @ValueSource(strings = {SHELLCHECK, "dash -n", "busybox sh -n", "bash --posix -n"})
    void aScriptThatIsBrokenIsNoticed(String checker) throws Exception {
        Path broken = Files.createTempFile("broken", ".sh");
        try {
            Files.writeString(broken, "if true; then echo\n");
            assertThat(said(checker, List.of(broken))).isNotEmpty();
        } finally {
            Files.delete(broken);
        }
    }

    private static List<Path> scripts(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> Stream.of("/target/", "/build/", "/.git/")
                            .noneMatch(folder -> file.toString().contains(folder)))
                    .filter(wanted)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isShell(Path file) {
        return file.toString().endsWith(".sh") || isProgram(file);
    }

    /** Not what builds the example's packages: those scripts get their variables from Nix. */
    private static boolean runsByItself(Path file) {
        boolean isResource = file.toString().contains("/src/main/resources/");
        return (isResource && file.toString().endsWith(".sh")) || isProgram(file);
    }

    private static boolean isProgram(Path file) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file) || (name.contains(".") && !name.endsWith(".sh"))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(9), UTF_8).equals("#!/bin/sh");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the checker printed, and how it ended if not well. */
    private static String said(String checker, List<Path> scripts) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checker.split(" ")));
        assumeTrue(isInstalled(command.getFirst()), command.getFirst() + " is not installed");
        scripts.forEach(script -> command.add(script.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        int exit = process.waitFor();
        return exit == 0 ? said : said + "exit status " + exit;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
