package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.ui.TypedLine.Step;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TypedLineTest {
    private final TypedLine line = new TypedLine();

    @Test
    void holdsWhatWasTyped() {
        type("pä55 🙂");
        assertThat(line.accept('\r')).isEqualTo(Step.ENTERED);
        assertThat(line.chars()).isEqualTo("pä55 🙂".toCharArray());
    }

    @Test
    void backspaceTakesAWholeCharacter() {
        type("aä🙂");
        assertThat(line.accept(127)).isEqualTo(Step.ERASED);
        assertThat(line.chars()).isEqualTo("aä".toCharArray());
        line.accept(8);
        assertThat(line.chars()).isEqualTo("a".toCharArray());
        line.accept(8);
        assertThat(line.accept(8)).isEqualTo(Step.IGNORED);
    }

    @Test
    void controlUStartsAnew() {
        type("wrong");
        line.accept(21);
        type("right");
        assertThat(line.chars()).isEqualTo("right".toCharArray());
    }

    @Test
    void controlCInterrupts() {
        type("a");
        assertThat(line.accept(3)).isEqualTo(Step.INTERRUPTED);
    }

    @Test
    void controlDEndsOnlyAnEmptyLine() {
        assertThat(line.accept(4)).isEqualTo(Step.ENDED);
        type("a");
        assertThat(line.accept(4)).isEqualTo(Step.IGNORED);
    }

    @Test
    void escapesAreNotPartOfAPassword() {
        assertThat(line.accept(27)).isEqualTo(Step.IGNORED);
    }

    @Test
    void nothingIsLeftWhenItIsClosed() {
        type("secret");
        line.close();
        assertThat(line.chars()).isEmpty();
    }

    private void type(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            line.accept(b & 0xff);
        }
    }
}
