package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void countsColumnsAndNotCharacters() {
        assertThat(Line.of("日本").width()).isEqualTo(4);
        assertThat(Line.of("e\u0301").width()).isEqualTo(1);
        assertThat(Line.of("🙂").width()).isEqualTo(2);
    }

    @Test
    void neverCutsAWideCharacterInHalf() {
        assertThat(Line.of("日本語").cut(4).plain()).isEqualTo("日…");
        assertThat(Line.of("日本語").cut(5).plain()).isEqualTo("日本…");
        assertThat(Line.of("日本語").cut(6).plain()).isEqualTo("日本語");
    }

    @Test
    void cutsAcrossPieces() {
        Line line = Line.of("abc", Tone.GOOD).with("def", Tone.BAD).with("ghi");
        assertThat(line.cut(9)).isEqualTo(line);
        assertThat(line.cut(8).plain()).isEqualTo("abcdefg…");
        assertThat(line.cut(6).plain()).isEqualTo("abcde…");
        assertThat(line.cut(3).plain()).isEqualTo("ab…");
        assertThat(line.cut(1).plain()).isEqualTo("…");
    }

    @Test
    void coloursOnlyWhatHasATone() {
        assertThat(Line.of("a", Tone.GOOD).with("b").ansi()).isEqualTo("\u001b[32ma\u001b[0mb");
        assertThat(Line.of("a", Tone.GOOD).with("b").plain()).isEqualTo("ab");
    }

    @Test
    void whatOthersWroteCannotReachTheTerminalAsIs() {
        assertThat(Line.of("\u001b[2Jx", Tone.BAD).ansi()).isEqualTo("\u001b[31m\\x1b[2Jx\u001b[0m");
    }
}
