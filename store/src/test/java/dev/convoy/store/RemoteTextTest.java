package dev.convoy.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RemoteTextTest {
    @Test
    void takesColoursAndTitlesAway() {
        assertThat(RemoteText.plain("\u001b[31;1merror:\u001b[0m no\u001b]0;root@prod\u0007 space\u001b[2K"))
                .isEqualTo("error: no space");
    }

    @Test
    void escapesWhatCouldMoveTheCursorOrHideText() {
        assertThat(RemoteText.escaped("ok\r\u001b[1A\u0008\u009b\u202e\u2028é漢😀"))
                .isEqualTo("ok\\r\\u001b[1A\\u0008\\u009b\\u202e\\u2028é漢😀");
    }

    @Test
    void escapesAnUnfinishedEscapeSequence() {
        assertThat(RemoteText.plain("a\u001b[31")).isEqualTo("a\\u001b[31");
    }

    @Test
    void givesLinesWithoutEmptyOnes() {
        assertThat(RemoteText.lines("\u001b[31merror:\u001b[0m\n\n  one\ttwo  \r\nthree"))
                .containsExactly("error:", "  one\\ttwo", "three");
    }
}
