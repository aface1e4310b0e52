package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HostScriptTest {
    @TestFactory
    Stream<DynamicTest> everyShellAcceptsEveryScript() {
        return Stream.of(List.of("dash", "-n"), List.of("bash", "--posix", "-n"), List.of("busybox", "sh", "-n"))
                .flatMap(checker -> Stream.of(HostScript.values()).map(script -> check(checker, script)));
    }

    @TestFactory
    Stream<DynamicTest> shellcheckHasNothingToSay() {
        return Stream.of(HostScript.values()).map(script -> check(List.of("shellcheck", "-s", "sh", "-"), script));
    }

    private static DynamicTest check(List<String> checker, HostScript script) {
        return DynamicTest.dynamicTest(checker.getFirst() + " " + script, () -> {
            assumeTrue(isInstalled(checker.getFirst()), checker.getFirst() + " is not installed");
            List<String> command = new ArrayList<>(checker);
            assertThat(output(command, script.text())).isEmpty();
        });
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String output(List<String> command, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        return exit == 0 ? said : said + "exit status " + exit;
    }
}
