package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
    @Test
    void breaksAtSpaces() {
        assertThat(Wrap.lines("the quick brown fox jumps over", 20))
                .containsExactly("the quick brown fox", "jumps over");
    }

    @Test
    void breaksWordsThatAreLongerThanALine() {
        assertThat(Wrap.lines("/nix/store/0123456789012345678901", 20))
                .containsExactly("/nix/store/012345678", "9012345678901");
    }

    @Test
    void keepsTheIndentOfQuotedLines() {
        assertThat(Wrap.lines("    at line 3", 20)).containsExactly("    at line 3");
    }

    @Test
    void emptyTextIsAnEmptyLine() {
        assertThat(Wrap.lines("", 20)).containsExactly("");
    }
}
