package dev.convoy.cli.ui;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.TextWidth;
import dev.convoy.cli.report.Tone;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** One line per change of what a host does, for pipes and CI, and a sign of life when nothing changes. */
final class PlainSink implements Sink {
    /** CI systems cut jobs that are silent for minutes; people wonder sooner. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final int HOST_COLUMNS = 8;
    private static final int PHASE_COLUMNS = 8;

    private final PrintStream out;
    private final boolean color;
    private final boolean verbose;
    private final Clock clock;
    private final DateTimeFormatter time;
    private final FleetView view = new FleetView();
    private int hostColumns = HOST_COLUMNS;
    private Instant lastSign;

    PlainSink(UiSettings settings) {
        this.out = settings.err();
        this.color = settings.color();
        this.verbose = settings.verbose();
        this.clock = settings.clock();
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
        this.lastSign = clock.instant();
    }

    @Override
    public void accept(List<FleetEvent> events) {
        for (FleetEvent event : events) {
            view.accept(event);
            widen(event);
            Said said = EventWords.of(event);
            if (said.weighs(verbose ? Said.Weight.DETAIL : Said.Weight.STEP)) {
                print(event, said);
            }
        }
        Instant now = clock.instant();
        if (Duration.between(lastSign, now).compareTo(HEARTBEAT) >= 0) {
            Heartbeat.line(view, now).ifPresent(text -> print(now, "", "", Line.of(text, Tone.DIM)));
            lastSign = now;
        }
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    /** One width for all lines, as soon as the hosts are known. */
    private void widen(FleetEvent event) {
        if (event.body() instanceof Body.HostsSelected(var hosts)) {
            hosts.forEach(host -> hostColumns = Math.max(hostColumns, TextWidth.of(host.value())));
        }
    }

    /** What failed and what was printed then is told in full by the summary, so one line does here. */
    private void print(FleetEvent event, Said said) {
        String host = event.host().map(Object::toString).orElse("");
        String phase = EventWords.phase(event.phase());
        Tone tone = said.weight() == Said.Weight.ALERT ? Tone.WARNING : Tone.PLAIN;
        print(event.time(), host, phase, Line.of(said.text(), tone));
        if (verbose) {
            said.more().forEach(more -> print(event.time(), host, phase, Line.of("  " + more, Tone.DIM)));
        }
        lastSign = clock.instant();
    }

    private void print(Instant when, String host, String phase, Line text) {
        Line line = Line.of(time.format(when), Tone.DIM)
                .with(" ")
                .with(Line.of(host, Tone.STRONG).padded(hostColumns))
                .with("  ")
                .with(Line.of(phase).padded(PHASE_COLUMNS))
                .with("  ")
                .with(text);
        out.println(line.text(color));
    }
}
