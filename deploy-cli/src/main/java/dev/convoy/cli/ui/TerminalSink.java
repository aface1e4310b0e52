package dev.convoy.cli.ui;

import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.Tone;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The live table, with warnings and failures scrolling past above it. */
final class TerminalSink implements Sink {
    /** Ten frames a second are smooth, and cheap enough for a slow line. */
    private static final Duration FRAME = Duration.ofMillis(100);

    private final Screen screen;
    private final Clock clock;
    private final Marks marks;
    private final FleetView view = new FleetView();
    private final Set<String> said = new HashSet<>();
    private Instant drawn = Instant.EPOCH;

    TerminalSink(Screen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
        this.marks = Marks.in(screen.charset());
    }

    @Override
    public void accept(List<FleetEvent> events) {
        var alerts = new ArrayList<Line>();
        for (FleetEvent event : events) {
            view.accept(event);
            alert(event, alerts);
        }
        screen.print(alerts);
        if (view.isFinished()) {
            screen.clear();
            return;
        }
        Instant now = clock.instant();
        if (!alerts.isEmpty() || Duration.between(drawn, now).compareTo(FRAME) >= 0) {
            screen.show(Frame.render(view, screen.width(), screen.height(), now, marks));
            drawn = now;
        }
    }

    @Override
    public void close() {
        screen.close();
    }

    /** The same warning from many hosts, or from several evaluators, scrolls past once. */
    private void alert(FleetEvent event, List<Line> lines) {
        Said words = EventWords.of(event);
        if (!words.weighs(Said.Weight.ALERT)) {
            return;
        }
        String text = event.host().map(name -> name + ": ").orElse("") + words.text();
        if (said.add(text)) {
            lines.add(Line.of(text, Tone.WARNING));
        }
    }
}
