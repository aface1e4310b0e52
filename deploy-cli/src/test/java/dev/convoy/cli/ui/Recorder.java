package dev.convoy.cli.ui;

import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.RunReport;
import dev.convoy.cli.report.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Takes pictures of the live table, and keeps what scrolls past above it. */
public final class Recorder implements Sink {
    private static final int WIDTH = 80;
    private static final int HEIGHT = 24;

    private final Map<String, Predicate<FleetEvent>> moments;
    private final Map<String, List<String>> pictures = new LinkedHashMap<>();
    private final List<String> alerts = new ArrayList<>();
    private final FleetView view = new FleetView();
    private final RunReport report = new RunReport();

    /** @param moments a picture is taken when such an event comes for the first time */
    public Recorder(Map<String, Predicate<FleetEvent>> moments) {
        this.moments = moments;
    }

    /** As it was at that moment, with what had scrolled past since the picture before. */
    public String picture(String moment) {
        return String.join("\n", pictures.getOrDefault(moment, List.of("(nothing)")));
    }

    public String summary(String log) {
        return String.join(
                "\n",
                Summary.lines(report, WIDTH, Marks.UNICODE, log).stream()
                        .map(Line::plain)
                        .toList());
    }

    @Override
    public void accept(List<FleetEvent> events) {
        for (FleetEvent event : events) {
            view.accept(event);
            report.accept(event);
            Said said = EventWords.of(event);
            if (said.weighs(Said.Weight.ALERT)) {
                alerts.add(event.host().map(host -> host + ": ").orElse("") + said.text());
            }
            moments.forEach((name, moment) -> {
                if (!pictures.containsKey(name) && moment.test(event)) {
                    take(name, event);
                }
            });
        }
    }

    private void take(String name, FleetEvent event) {
        List<String> lines = new ArrayList<>(alerts);
        alerts.clear();
        Frame.render(view, WIDTH, HEIGHT, event.time(), Marks.UNICODE).forEach(line -> lines.add(line.plain()));
        pictures.put(name, lines);
    }

    @Override
    public void close() {}
}
