package dev.convoy.cli.ui;

import dev.convoy.cli.event.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run shows and asks.
 *
 * @param sinks the readers of its events, in the order in which they are to be called and closed
 * @param prompt asks the operator; takes the live table away meanwhile
 */
public record RunUi(List<Sink> sinks, Prompt prompt) {
    /** For text that goes nowhere in particular: what log viewers of CI systems show without scrolling. */
    private static final int PIPE_COLUMNS = 120;

    public RunUi {
        sinks = List.copyOf(sinks);
    }

    public static RunUi open(UiSettings settings) {
        return open(settings, System.getenv());
    }

    static RunUi open(UiSettings settings, Map<String, String> environment) {
        Optional<Screen> screen =
                mayRedraw(settings.progress(), environment) ? Screen.open(settings.color()) : Optional.empty();
        var sinks = new ArrayList<Sink>();
        if (settings.json()) {
            sinks.add(new JsonSink(settings.out(), settings.clock()));
        }
        sinks.add(new LogFileSink(settings.logDirectory(), settings.clock()));
        if (screen.isPresent()) {
            sinks.add(new TerminalSink(screen.get(), settings.clock()));
        } else if (settings.progress() != ProgressStyle.NONE) {
            sinks.add(new PlainSink(settings));
        }
        if (!settings.json() || settings.progress() != ProgressStyle.NONE) {
            sinks.add(new SummarySink(
                    settings,
                    screen.<java.util.function.IntSupplier>map(s -> s::width).orElse(() -> PIPE_COLUMNS)));
        }
        return new RunUi(sinks, screen.map(Prompt::new).orElseGet(Prompt::new));
    }

    /** What a CI system calls a terminal is a log that is read later. */
    private static boolean mayRedraw(ProgressStyle style, Map<String, String> environment) {
        return switch (style) {
            case FANCY -> true;
            case AUTO -> !isSet(environment, "CI") && !"dumb".equals(environment.get("TERM"));
            case PLAIN, NONE -> false;
        };
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return !value.isEmpty() && !value.equals("false") && !value.equals("0");
    }
}
