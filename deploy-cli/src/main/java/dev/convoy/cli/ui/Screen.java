package dev.convoy.cli.ui;

import dev.convoy.cli.report.Line;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The operator's terminal: text that scrolls, and below it an area that is redrawn in place. Whoever asks the operator
 * something takes the area away meanwhile. Several threads may use it.
 */
final class Screen implements AutoCloseable {
    /** DECTCEM; every terminal that can hide the cursor knows it. */
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final Terminal terminal;
    private final boolean color;
    private final Display display;
    private final Thread restorer = new Thread(this::giveBack, "terminal-restore");
    private final List<Line> heldBack = new ArrayList<>();
    private int pauses;
    private boolean drawn;
    private volatile boolean ended;
    private volatile boolean cursorHidden;

    Screen(Terminal terminal, boolean color) {
        this.terminal = terminal;
        this.color = color;
        this.display = new Display(terminal, false);
        // Whatever ends the program, SIGKILL excepted, must leave a cursor behind.
        Runtime.getRuntime().addShutdownHook(restorer);
    }

    /** The terminal that stdin and stderr lead to; empty when either leads elsewhere, or it cannot be redrawn. */
    static Optional<Screen> open(boolean color) {
        try {
            Terminal terminal = terminal(SystemOutput.SysErr);
            Screen screen = new Screen(terminal, color);
            if (screen.canRedraw()) {
                return Optional.of(screen);
            }
            screen.close();
            return Optional.empty();
        } catch (IOException | IllegalStateException notATerminal) {
            return Optional.empty();
        }
    }

    /**
     * Without JLine's signal handlers, which would take Ctrl-C from the run, and without its questions to the terminal,
     * whose answers would be taken for what the operator types.
     */
    static Terminal terminal(SystemOutput output) throws IOException {
        return TerminalBuilder.builder()
                .system(true)
                .systemOutput(output)
                .provider("ffm")
                .dumb(false)
                .nativeSignals(false)
                .graphemeCluster(false)
                .build();
    }

    /** Columns, read anew: windows change. */
    int width() {
        return size().getColumns();
    }

    int height() {
        return size().getRows();
    }

    Charset charset() {
        return terminal.encoding();
    }

    /** The keys that are pressed, until that is closed. */
    Keys keys() {
        return new Keys(terminal);
    }

    /** Draws the area anew. While someone asks something, nothing happens. */
    synchronized void show(List<Line> area) {
        if (pauses == 0 && canRedraw()) {
            whileOpen(() -> draw(area));
        }
    }

    private void draw(List<Line> area) {
        if (!drawn) {
            terminal.puts(Capability.cursor_invisible);
            cursorHidden = true;
        }
        var lines = new ArrayList<AttributedString>(area.size() + 1);
        area.forEach(line -> lines.add(AttributedString.fromAnsi(line.text(color))));
        // The cursor rests below the area, so that what others print does not run into it.
        lines.add(AttributedString.EMPTY);
        Size size = size();
        display.resize(size);
        display.update(lines, size.cursorPos(area.size(), 0));
        drawn = true;
    }

    /** Prints above the area; the next {@link #show} draws that again. */
    synchronized void print(List<Line> lines) {
        if (pauses > 0) {
            heldBack.addAll(lines);
        } else if (!lines.isEmpty()) {
            whileOpen(() -> {
                erase();
                lines.forEach(line -> terminal.writer().println(line.text(color)));
                terminal.flush();
            });
        }
    }

    /** Takes the area away and gives the cursor back. */
    synchronized void clear() {
        whileOpen(() -> {
            erase();
            showCursor();
        });
    }

    /** Takes the area away until the pause is closed. */
    synchronized Pause pause() {
        pauses++;
        clear();
        return this::resume;
    }

    private synchronized void resume() {
        pauses--;
        if (pauses == 0) {
            print(List.copyOf(heldBack));
            heldBack.clear();
        }
    }

    @Override
    public synchronized void close() {
        clear();
        try {
            terminal.close();
            Runtime.getRuntime().removeShutdownHook(restorer);
        } catch (IOException | IllegalStateException closing) {
            // The program ends anyway: its hook has run, or is about to.
        }
    }

    /** A pty without a size says 0x0; a dumb terminal cannot move its cursor. */
    private boolean canRedraw() {
        return width() > 0
                && height() > 0
                && !terminal.getType().startsWith(Terminal.TYPE_DUMB)
                && terminal.getStringCapability(Capability.cursor_up) != null;
    }

    private Size size() {
        try {
            return Size.of(terminal);
        } catch (IllegalStateException closed) {
            return Size.of(0, 0);
        }
    }

    /** When the program is ended, JLine's own hook may close the terminal while we draw. */
    private void whileOpen(Runnable work) {
        if (ended) {
            return;
        }
        try {
            work.run();
        } catch (IllegalStateException closed) {
            ended = true;
        }
    }

    private void erase() {
        if (drawn) {
            display.update(List.of(), 0);
            display.reset();
            drawn = false;
        }
    }

    private void showCursor() {
        if (cursorHidden) {
            terminal.puts(Capability.cursor_visible);
            terminal.flush();
            cursorHidden = false;
        }
    }

    /** The program ends in the middle of it. JLine's terminal may be closed by then, so this goes past it. */
    private void giveBack() {
        ended = true;
        if (cursorHidden) {
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.US_ASCII)
                    .print(SHOW_CURSOR);
        }
    }

    /** For as long as it is open, the live area stays away. */
    interface Pause extends AutoCloseable {
        @Override
        void close();
    }
}
