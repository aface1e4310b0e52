package dev.convoy.cli.run.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortLinesTest {
    @Test
    void endsLinesAtEveryKindOfLineEnd() throws IOException {
        assertThat(lines("a\nb\r\nc\rd\n\n")).containsExactly("a", "b", "c", "d", "");
    }

    @Test
    void keepsALastLineThatHasNoEnd() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void cutsALineWithoutEnd() throws IOException {
        assertThat(lines("x".repeat(ShortLines.LONGEST + 1) + "\ny"))
                .containsExactly("x".repeat(ShortLines.LONGEST), "x", "y");
    }

    private static List<String> lines(String text) throws IOException {
        var source = new ShortLines(new StringReader(text));
        var lines = new ArrayList<String>();
        for (var line = source.next(); line.isPresent(); line = source.next()) {
            lines.add(line.get());
        }
        return lines;
    }
}
