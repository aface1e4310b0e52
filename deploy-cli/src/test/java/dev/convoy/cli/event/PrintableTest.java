package dev.convoy.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(Printable.line("grüße, /nix/store/… ok")).isEqualTo("grüße, /nix/store/… ok");
    }

    @Test
    void escapeSequencesAreDropped() {
        assertThat(Printable.line("\u001b[31;1merror:\u001b[0m no")).isEqualTo("error: no");
        assertThat(Printable.line("a\u001b]0;title\u0007b\u001b]8;;x\u001b\\c")).isEqualTo("abc");
        assertThat(Printable.line("end\u001b")).isEqualTo("end");
        assertThat(Printable.line("\u001bc reset")).isEqualTo("reset");
        assertThat(Printable.line("\u001b[\u0007x")).isEqualTo("\\u0007x");
    }

    @Test
    void otherControlCharactersAreShown() {
        assertThat(Printable.line("a\u0008b\u009bc\u202ed")).isEqualTo("a\\u0008b\\u009bc\\u202ed");
    }

    @Test
    void linesStayLinesOnlyWhereTheyAreWanted() {
        assertThat(Printable.lines("a\r\nb\n")).isEqualTo("a\nb");
        assertThat(Printable.line("a\r\nb\tc\n")).isEqualTo("a b    c");
    }
}
