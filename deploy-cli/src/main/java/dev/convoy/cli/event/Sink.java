package dev.convoy.cli.event;

import java.util.List;

/** A reader of events. Called by one thread only. */
public interface Sink extends AutoCloseable {
    /** All events since the last call, in order; may be empty: then it is only time to sample and redraw. */
    void accept(List<FleetEvent> events);

    @Override
    void close();
}
