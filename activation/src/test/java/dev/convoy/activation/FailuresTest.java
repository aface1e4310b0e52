package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Pattern CODE = Pattern.compile("(?<!convoy\\.)\\bactivation\\.[a-z]+(-[a-z]+)*\\b(?!\\.)");

    @Test
    void everyCodeHasItsLineInTheDocuments() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String documents = Files.readString(module.resolveSibling("docs/errors.md"));
        var codes = new TreeSet<String>();
        try (var sources = Files.walk(module.resolve("src/main"))) {
            sources.filter(Files::isRegularFile)
                    .map(FailuresTest::read)
                    .forEach(text ->
                            CODE.matcher(text).results().map(MatchResult::group).forEach(codes::add));
        }

        assertThat(codes)
                .hasSizeGreaterThan(20)
                .allSatisfy(code -> assertThat(documents).contains("| `" + code + "` |"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
