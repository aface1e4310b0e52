package dev.convoy.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Printable.line("grüße, 世界 – ok 🙂")).isEqualTo("grüße, 世界 – ok 🙂");
    }

    @Test
    void dropsColours() {
        assertThat(Printable.line("\u001b[31;1merror:\u001b[0m no")).isEqualTo("error: no");
    }

    @Test
    void escapesWhatATerminalWouldObey() {
        assertThat(Printable.line("\u001b]0;title\u0007 \u001b[2J \u009b31m \u007f"))
                .isEqualTo("\\x1b]0;title\\x07 \\x1b[2J \\x9b31m \\x7f");
    }

    @Test
    void aColourThatEscapesMadeIsNotObeyedEither() {
        assertThat(Printable.line("\u001b[\u001b[0m31m")).doesNotContain("\u001b");
    }

    @Test
    void escapesMarksThatTurnTheReadingDirection() {
        assertThat(Printable.line("rm \u202etxt.a")).isEqualTo("rm \\u{202e}txt.a");
    }

    @Test
    void anotherLineCannotBeForged() {
        assertThat(Printable.line("a\nweb2 done\rx\u2028y")).isEqualTo("a\\nweb2 done\\rx\\u{2028}y");
    }

    @Test
    void tabsReachTheNextStop() {
        assertThat(Printable.line("ab\tc")).isEqualTo("ab      c");
    }

    @Test
    void loneSurrogatesAreEscaped() {
        assertThat(Printable.line("a\ud800b")).isEqualTo("a\\u{d800}b");
    }

    @Test
    void splitsLinesAndDropsEmptyOnesAtTheEnd() {
        assertThat(Printable.lines("one\r\n\ntwo\n\n \n")).containsExactly("one", "", "two");
        assertThat(Printable.lines("")).isEmpty();
    }
}
