package dev.convoy.cli.ui;

import dev.convoy.cli.event.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks the operator, on the terminal itself, one question at a time. Ctrl-C while it asks is an
 * {@link InterruptedException}; without a terminal every question is a {@link NoTerminalException}.
 */
public final class Prompt {
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final Optional<Screen> screen;

    /** For questions while nothing is redrawn. */
    public Prompt() {
        this.screen = Optional.empty();
    }

    Prompt(Screen screen) {
        this.screen = Optional.of(screen);
    }

    /** Whether there is anyone to ask. */
    public boolean isPossible() {
        return Tty.isThere();
    }

    /**
     * Asks for yes or no; whatever is not yes is no.
     *
     * @param without what to do where nobody can be asked, such as {@code give --yes}
     */
    public boolean confirm(String question, String without) throws InterruptedException {
        char[] answer = ask(question + " [y/N] ", without, true);
        String word = new String(answer).strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }

    /**
     * Asks for one of these words, or its first letter, until it is given. Each begins with another letter.
     *
     * @param without what to do where nobody can be asked
     */
    public String choose(String question, List<String> words, String without) throws InterruptedException {
        while (true) {
            String answer = new String(ask(question + " [" + String.join(", ", words) + "] ", without, true))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            for (String word : words) {
                if (word.equals(answer) || word.substring(0, 1).equals(answer)) {
                    return word;
                }
            }
        }
    }

    /** Takes the live table away until it is closed, for text of many lines before a question. */
    public Aside aside() {
        return screen.<Aside>map(s -> s.pause()::close).orElse(() -> {});
    }

    /** For as long as it is open, nothing is redrawn. */
    public interface Aside extends AutoCloseable {
        @Override
        void close();
    }

    /** Asks for a password or passphrase, which is not shown. The caller wipes it. */
    public char[] secret(String question, String without) throws InterruptedException {
        return ask(question + " ", without, false);
    }

    private char[] ask(String question, String without, boolean shown) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            if (!Tty.isThere()) {
                throw new NoTerminalException("there is no terminal to ask on: " + question.strip() + "; " + without);
            }
            if (screen.isEmpty()) {
                return answer(question, shown);
            }
            try (var _ = screen.get().pause()) {
                return answer(question, shown);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("asking on the terminal", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private static char[] answer(String question, boolean shown) throws IOException, InterruptedException {
        try (var tty = Tty.open();
                var line = new TypedLine()) {
            tty.write(Printable.line(question));
            while (true) {
                TypedLine.Step step = line.accept(tty.read());
                switch (step) {
                    case ENTERED, ENDED -> {
                        tty.write("\n");
                        return line.chars();
                    }
                    case INTERRUPTED -> {
                        tty.write("^C\n");
                        throw new InterruptedException("Ctrl-C while asking: " + question.strip());
                    }
                    case TYPED, ERASED -> {
                        if (shown) {
                            redraw(tty, question, line);
                        }
                    }
                    case IGNORED -> {}
                }
            }
        }
    }

    private static void redraw(Tty tty, String question, TypedLine line) throws IOException {
        char[] typed = line.chars();
        tty.write("\r\u001b[K" + Printable.line(question + new String(typed)));
        Arrays.fill(typed, '\0');
    }
}
