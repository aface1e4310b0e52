package dev.convoy.cli.ui;

import dev.convoy.cli.event.Sink;
import java.util.ArrayList;
import java.util.List;

/** Chooses the readers of a run's events. */
public final class Sinks {
    private Sinks() {}

    /** The readers that these settings ask for, in the order in which they are to be called and closed. */
    public static List<Sink> forRun(UiSettings settings) {
        var sinks = new ArrayList<Sink>();
        sinks.add(new LogFileSink(settings.logDirectory(), settings.clock()));
        if (settings.progress() != ProgressStyle.NONE) {
            sinks.add(new PlainSink(settings));
        }
        return List.copyOf(sinks);
    }
}
