package dev.convoy.cli.run.look;

import dev.convoy.cli.event.Printable;
import dev.convoy.cli.journal.Ending;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.Journals.Found;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.report.Columns;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Journals for people. */
final class HistoryText {
    static final int WIDTH = 160;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int REVISION = 7;

    private HistoryText() {}

    static List<Line> list(List<Found> runs, ZoneId zone) {
        Columns table = Columns.of("RUN", "BEGUN", "BY", "WHAT", "REVISION", "HOSTS", "RESULT");
        for (Found found : runs) {
            switch (found) {
                case Found.Whole(RunRecord run) ->
                    table.row(List.of(
                            Line.of(run.id(), Tone.STRONG),
                            Line.of(time(run.begun(), zone)),
                            Line.of(Printable.line(run.head().operator())),
                            Line.of(what(run)),
                            Line.of(revision(run)),
                            Line.of(Integer.toString(run.hosts().size())),
                            result(run)));
                case Found.Broken(String id, String problem) ->
                    table.row(List.of(
                            Line.of(id, Tone.STRONG),
                            Line.EMPTY,
                            Line.EMPTY,
                            Line.EMPTY,
                            Line.EMPTY,
                            Line.EMPTY,
                            Line.of(Printable.line(problem), Tone.BAD)));
            }
        }
        return table.isEmpty() ? List.of() : table.lines(WIDTH);
    }

    static List<Line> one(RunRecord run, Path logs, ZoneId zone) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("run " + run.id(), Tone.STRONG).with(": " + what(run)));
        lines.add(Line.of("begun  " + time(run.begun(), zone) + " by "
                + Printable.line(run.head().operator())));
        run.resumedBy().forEach(who -> lines.add(Line.of("resumed by " + Printable.line(who))));
        lines.add(Line.of("flake  " + Printable.line(run.head().flake().url()) + ", " + revision(run)));
        run.head().note().ifPresent(note -> lines.add(Line.of("note   " + Printable.line(note), Tone.WARNING)));
        run.halt().ifPresent(halt -> lines.add(Line.of("halted " + Printable.line(halt.reason()), Tone.WARNING)));
        lines.add(Line.of("result ").with(result(run)));
        lines.add(Line.of("log    " + logs));
        lines.add(Line.EMPTY);
        Columns table = Columns.of("HOST", "BEFORE", "SYSTEM", "RESULT");
        for (HostRecord host : run.all()) {
            table.row(List.of(
                    Line.of(host.host().value(), Tone.STRONG),
                    Line.of(host.head()
                            .before()
                            .map(path -> SystemName.of(path, host.host()))
                            .orElse("-")),
                    Line.of(SystemName.of(host.head().system(), host.host())),
                    ending(host)));
        }
        lines.addAll(table.lines(WIDTH));
        return lines;
    }

    static String time(Instant time, ZoneId zone) {
        return TIME.format(time.atZone(zone));
    }

    static String revision(String revision, boolean dirty) {
        return revision.substring(0, Math.min(REVISION, revision.length())) + (dirty ? " (dirty)" : "");
    }

    private static String revision(RunRecord run) {
        return run.head()
                .flake()
                .revision()
                .map(r -> revision(Printable.line(r), run.head().flake().dirty()))
                .orElse("-");
    }

    private static String what(RunRecord run) {
        String command = Printable.line(run.head().command());
        return command.equals("deploy") ? "deploy " + run.head().goal().word() : command;
    }

    private static Line result(RunRecord run) {
        String ends = counts(run);
        if (run.going()) {
            return Line.of("goes on", Tone.WARNING).with(ends.isEmpty() ? "" : "; " + ends);
        }
        if (run.isCutOff()) {
            return Line.of("cut off", Tone.BAD).with(ends.isEmpty() ? "" : "; " + ends);
        }
        return Line.of(ends, run.exitCode().orElse(1) == 0 ? Tone.GOOD : Tone.BAD);
    }

    private static String counts(RunRecord run) {
        Map<Ending.Kind, Integer> counts = new EnumMap<>(Ending.Kind.class);
        int open = 0;
        for (HostRecord host : run.all()) {
            if (host.ending().isPresent()) {
                counts.merge(host.ending().get().kind(), 1, Integer::sum);
            } else {
                open++;
            }
        }
        List<String> words = new ArrayList<>();
        counts.forEach((kind, count) -> words.add(count + " " + word(kind)));
        if (open > 0) {
            words.add(open + " open");
        }
        return String.join(", ", words);
    }

    private static Line ending(HostRecord host) {
        if (host.ending().isEmpty()) {
            return host.lastStep().isPresent()
                    ? Line.of("begun, end unknown", Tone.WARNING)
                    : Line.of("not begun", Tone.WARNING);
        }
        Ending end = host.ending().get();
        String code = end.code().map(c -> " [" + c + "]").orElse("");
        return Line.of(word(end.kind()), tone(end.kind()))
                .with(end.text().isEmpty() ? code : ": " + Printable.line(end.text()) + code);
    }

    static String word(Ending.Kind kind) {
        return switch (kind) {
            case SUCCEEDED -> "done";
            case UNCHANGED -> "unchanged";
            case ROLLED_BACK -> "rolled back";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
            case INDETERMINATE -> "unknown";
        };
    }

    private static Tone tone(Ending.Kind kind) {
        return switch (kind) {
            case SUCCEEDED, UNCHANGED -> Tone.GOOD;
            case SKIPPED -> Tone.WARNING;
            case ROLLED_BACK, FAILED, INDETERMINATE -> Tone.BAD;
        };
    }
}
