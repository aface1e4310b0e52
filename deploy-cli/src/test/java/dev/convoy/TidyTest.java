package dev.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no compiler sees: sizes of files, package docs, documents that must agree with the code. */
class TidyTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final int HARD_LIMIT = 500;

    @Test
    void noFileIsTooLongToRead() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources(".java", ".sh", ".nix")) {
            long lines;
            try (Stream<String> all = Files.lines(file)) {
                lines = all.count();
            }
            if (lines > HARD_LIMIT) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).as("files of more than %d lines", HARD_LIMIT).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : sources(".java")) {
            if (!file.toString().contains("/src/main/java/")) {
                continue;
            }
            Path info = file.resolveSibling("package-info.java");
            if (!Files.exists(info)
                    || !Files.readString(info).contains("@NullMarked")
                    || !Files.readString(info).contains("/**")) {
                silent.add(ROOT.relativize(file.getParent()).toString());
            }
        }
        assertThat(silent.stream().distinct())
                .as("packages without documented, null-marked package-info")
                .isEmpty();
    }

    @Test
    void nothingIsLeftOpenInTheCode() throws IOException {
        List<String> open = new ArrayList<>();
        for (Path file : sources(".java", ".sh")) {
            String text = Files.readString(file);
            for (String mark : List.of("TO" + "DO", "FIX" + "ME", "UnsupportedOperation" + "Exception(\"not")) {
                if (text.contains(mark)) {
                    open.add(ROOT.relativize(file) + ": " + mark);
                }
            }
        }
        assertThat(open).isEmpty();
    }

    private static List<Path> sources(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(
                            f -> Stream.of(endings).anyMatch(e -> f.toString().endsWith(e)))
                    .filter(f -> Stream.of("/target/", "/build/", "/.git/")
                            .noneMatch(d -> f.toString().contains(d)))
                    .sorted()
                    .toList();
        }
    }
}
