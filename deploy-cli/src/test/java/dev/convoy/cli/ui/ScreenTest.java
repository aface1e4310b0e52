package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.report.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String HIDE = "25l";
    private static final String SHOW = "25h";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void drawsBelowWhatIsPrinted() throws IOException {
        try (Screen screen = screen("xterm", 80, 24)) {
            screen.show(List.of(Line.of("live")));
            screen.print(List.of(Line.of("warning: careful")));
            screen.show(List.of(Line.of("live again")));
            assertThat(text()).containsSubsequence("live", "warning: careful", "live again");
        }
    }

    @Test
    void hidesTheCursorOnlyWhileTheAreaIsThere() throws IOException {
        try (Screen screen = screen("xterm", 80, 24)) {
            screen.print(List.of(Line.of("before")));
            assertThat(text()).doesNotContain(HIDE);
            screen.show(List.of(Line.of("live")));
            assertThat(text()).contains(HIDE).doesNotContain(SHOW);
            screen.clear();
            assertThat(text()).endsWith(SHOW);
        }
    }

    @Test
    void isQuietWhileSomeoneAsksSomething() throws IOException {
        try (Screen screen = screen("xterm", 80, 24)) {
            screen.show(List.of(Line.of("live")));
            try (var _ = screen.pause()) {
                out.reset();
                screen.show(List.of(Line.of("later")));
                screen.print(List.of(Line.of("warning")));
                assertThat(text()).isEmpty();
            }
            assertThat(text()).contains("warning").doesNotContain("later");
            screen.show(List.of(Line.of("later")));
            assertThat(text()).contains("later");
        }
    }

    @Test
    void nothingIsDrawnWhereItCannotBe() throws IOException {
        try (Screen screen = screen("xterm", 0, 0)) {
            screen.show(List.of(Line.of("live")));
        }
        try (Screen screen = screen("dumb", 80, 24)) {
            screen.show(List.of(Line.of("live")));
        }
        assertThat(text()).isEmpty();
    }

    @Test
    void drawingOnAClosedTerminalIsNoError() throws IOException {
        Screen screen = screen("xterm", 80, 24);
        screen.show(List.of(Line.of("live")));
        screen.close();
        out.reset();
        screen.show(List.of(Line.of("more")));
        screen.print(List.of(Line.of("more")));
        screen.close();
        assertThat(text()).isEmpty();
    }

    private Screen screen(String type, int columns, int rows) throws IOException {
        // Not through the builder, whose terminals write from a thread of their own.
        var terminal = new LineDisciplineTerminal("test", type, out, StandardCharsets.UTF_8);
        terminal.setSize((Sized) Size.of(columns, rows));
        return new Screen(terminal, false);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
