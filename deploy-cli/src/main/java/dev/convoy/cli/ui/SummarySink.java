package dev.convoy.cli.ui;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import dev.convoy.cli.report.RunReport;
import dev.convoy.cli.report.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;

/** Prints the summary when the run is over, after the live table has gone. */
final class SummarySink implements Sink {
    private final UiSettings settings;
    private final IntSupplier width;
    private final RunReport report = new RunReport();
    private Path log;

    SummarySink(UiSettings settings, IntSupplier width) {
        this.settings = settings;
        this.width = width;
        this.log = settings.logDirectory();
    }

    @Override
    public void accept(List<FleetEvent> events) {
        for (FleetEvent event : events) {
            report.accept(event);
            if (event.body() instanceof Body.RunStarted(String runId, var _, var _)) {
                log = RunLogs.of(settings.logDirectory(), runId).directory();
            } else if (event.body() instanceof Body.RunFinished) {
                print();
            }
        }
    }

    @Override
    public void close() {
        settings.err().flush();
    }

    private void print() {
        Marks marks = Marks.in(settings.err().charset());
        for (Line line : Summary.lines(report, width.getAsInt(), marks, log.toString())) {
            settings.err().println(line.text(settings.color()));
        }
        settings.err().flush();
    }
}
