package dev.convoy.cli.ui;

import dev.convoy.cli.event.Sink;
import java.util.List;

/** The readers of a run's events, for runs that ask nothing; others open a {@link RunUi}. */
public final class Sinks {
    private Sinks() {}

    /** In the order in which they are to be called and closed. */
    public static List<Sink> forRun(UiSettings settings) {
        return RunUi.open(settings).sinks();
    }
}
