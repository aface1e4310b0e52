package dev.convoy.cli.report;

import dev.convoy.cli.event.HostOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a run for people: what became of each host, what failed and why, what to do about it. A pure function.
 * What needs the operator comes last, where the eye is when the prompt returns.
 */
public final class Summary {
    /** Up to here each host has a line of its own; above, those that fared alike share one. */
    private static final int FEW = 16;

    /** For the names of hosts that fared well alike. */
    private static final int MOST_LINES = 2;

    private final RunReport report;
    private final int width;
    private final Marks marks;

    private Summary(RunReport report, int width, Marks marks) {
        this.report = report;
        this.width = width;
        this.marks = marks;
    }

    /**
     * @param width of the terminal, in columns
     * @param log where the log files of the run are
     */
    public static List<Line> lines(RunReport report, int width, Marks marks, String log) {
        return new Summary(report, width, marks).lines(log);
    }

    private List<Line> lines(String log) {
        List<HostResult> results = report.results();
        var lines = new ArrayList<Line>();
        lines.addAll(fine(results));
        var blocks = new FailureBlocks(width, marks);
        FailureGroup.of(results).forEach(group -> {
            lines.add(Line.EMPTY);
            lines.addAll(blocks.of(group));
        });
        report.failures().forEach(cause -> {
            lines.add(Line.EMPTY);
            lines.addAll(blocks.ofRun(cause));
        });
        lines.add(Line.EMPTY);
        lines.add(totals(results));
        lines.add(Line.of("log: " + log, Tone.DIM));
        return lines;
    }

    private List<Line> fine(List<HostResult> results) {
        List<HostResult> fine = results.stream()
                .filter(result -> Outcomes.cause(result.outcome()).isEmpty())
                .toList();
        return results.size() <= FEW ? oneByOne(fine) : alike(fine);
    }

    private List<Line> oneByOne(List<HostResult> fine) {
        int name = fine.stream()
                .mapToInt(r -> TextWidth.of(r.host().value()))
                .max()
                .orElse(0);
        var lines = new ArrayList<Line>();
        for (HostResult result : fine) {
            Line host = Line.of(result.host().value(), Tone.STRONG).padded(name);
            Line first = marks.of(result.outcome()).with(" ").with(host).with("  ");
            lines.addAll(hanging(first, what(result)));
            lines.addAll(warnings(result));
        }
        return lines;
    }

    /** Hosts with warnings keep lines of their own: nothing that needs attention hides in a count. */
    private List<Line> alike(List<HostResult> fine) {
        Map<String, List<HostResult>> groups = new LinkedHashMap<>();
        for (HostResult result : fine) {
            if (Outcomes.warnings(result.outcome()).isEmpty()) {
                groups.computeIfAbsent(kind(result.outcome()), _ -> new ArrayList<>())
                        .add(result);
            }
        }
        var lines = new ArrayList<Line>();
        groups.forEach((kind, group) -> {
            HostOutcome outcome = group.getFirst().outcome();
            Line first = marks.of(outcome)
                    .with(" ")
                    .with(Measure.count(group.size(), "host"), Tone.STRONG)
                    .with(" " + kind + ": ");
            List<String> names =
                    HostNames.of(group.stream().map(HostResult::host).toList());
            lines.addAll(hanging(first, some(names, MOST_LINES * (width - first.width()))));
        });
        lines.addAll(oneByOne(fine.stream()
                .filter(result -> !Outcomes.warnings(result.outcome()).isEmpty())
                .toList()));
        return lines;
    }

    /** As many as fit; those that fared well need not all be named. */
    private static String some(List<String> names, int columns) {
        String all = String.join(", ", names);
        String cut = TextWidth.take(all, columns - 6);
        return all.equals(cut) || !cut.contains(", ") ? all : cut.substring(0, cut.lastIndexOf(", ")) + ", …";
    }

    private static String kind(HostOutcome outcome) {
        return outcome instanceof HostOutcome.Skipped(String reason)
                ? "skipped (" + reason + ")"
                : Outcomes.word(outcome).text();
    }

    private String what(HostResult result) {
        return switch (result.outcome()) {
            case HostOutcome.Succeeded(String summary, var _) -> summary + systems(result);
            case HostOutcome.Unchanged(String summary) -> summary.isEmpty() ? "unchanged" : summary;
            case HostOutcome.Skipped(String reason) -> "skipped: " + reason;
            case HostOutcome.RolledBack _, HostOutcome.Failed _, HostOutcome.Indeterminate _ -> "";
        };
    }

    private static String systems(HostResult result) {
        return result.before()
                .flatMap(before -> result.wanted()
                        .filter(wanted -> !wanted.equals(before))
                        .map(wanted -> ", was " + SystemName.of(before, result.host())))
                .orElse("");
    }

    private List<Line> warnings(HostResult result) {
        return Outcomes.warnings(result.outcome()).stream()
                .flatMap(warning -> hanging(Line.of("    "), "warning: " + warning, Tone.WARNING).stream())
                .toList();
    }

    private List<Line> hanging(Line first, String text) {
        return hanging(first, text, Tone.PLAIN);
    }

    private List<Line> hanging(Line first, String text, Tone tone) {
        return Wrap.hanging(first, text, tone, width);
    }

    private Line totals(List<HostResult> results) {
        List<Line> counts = new ArrayList<>();
        for (Outcomes.Word word : Outcomes.Word.values()) {
            long number = results.stream()
                    .filter(r -> Outcomes.word(r.outcome()) == word)
                    .count();
            if (number > 0) {
                counts.add(Line.of(number + " " + word.text(), word.tone()));
            }
        }
        String command = report.run()
                .map(run -> (run.command() + " " + run.goal()).strip())
                .orElse("convoy");
        Line totals = Line.of(command, Tone.STRONG).with(": ");
        String gap = "";
        for (Line count : counts) {
            totals = totals.with(gap).with(count);
            gap = ", ";
        }
        if (counts.isEmpty()) {
            totals = totals.with(report.failures().isEmpty() ? "nothing to do" : "stopped");
        }
        return totals.with(" in " + Measure.elapsed(report.elapsed()));
    }
}
