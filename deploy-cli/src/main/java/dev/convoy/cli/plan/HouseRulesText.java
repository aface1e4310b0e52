package dev.convoy.cli.plan;

import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.ShownScript;
import dev.convoy.activation.rollout.Window;
import dev.convoy.activation.rollout.Windows;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.report.HostNames;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.Tone;
import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Windows and hooks, for people. */
final class HouseRulesText {
    private HouseRulesText() {}

    static List<Line> of(HouseRules rules) {
        List<Line> lines = new ArrayList<>();
        if (!rules.windows().isEmpty()) {
            lines.add(Line.of("Windows", Tone.STRONG));
            rules.windows().forEach(window -> lines.addAll(window(window)));
            lines.add(Line.EMPTY);
        }
        if (!rules.hooks().isEmpty()) {
            lines.add(Line.of("Hooks", Tone.STRONG));
            rules.hooks().forEach(hook -> lines.addAll(hook(hook)));
            lines.add(Line.EMPTY);
        }
        return lines;
    }

    private static List<Line> window(WindowPlan plan) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("  " + names(plan.hosts()) + ": ").with(state(plan)));
        plan.windows()
                .all()
                .forEach(window -> lines.add(Line.of("      " + word(window.rule()) + " " + window.text(), Tone.DIM)));
        return lines;
    }

    private static Line state(WindowPlan plan) {
        Windows windows = plan.windows();
        String open = windows.opens(plan.now())
                .map(opens -> ", opens " + Windows.words(opens))
                .orElse(", and does not open within a year");
        return windows.at(plan.now()).isPresent()
                ? Line.of("closed", Tone.WARNING)
                        .with(open)
                        .with(plan.override()
                                .map(reason -> "; overridden: " + Printable.line(reason))
                                .orElse(""))
                : Line.of("open", Tone.GOOD)
                        .with(windows.closes(plan.now())
                                .map(closes -> " until " + Windows.words(closes))
                                .orElse(""));
    }

    static String word(Window.Rule rule) {
        return switch (rule) {
            case ALLOW -> "allow";
            case DENY -> "deny";
        };
    }

    private static List<Line> hook(HookPlan plan) {
        List<Line> lines = new ArrayList<>();
        Hook hook = plan.hook();
        lines.add(Line.of("  " + hook.describe(), Tone.ACTIVE).with("  " + names(plan.hosts())));
        List<String> script = ShownScript.of(hook.script())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (script.size() > 1) {
            lines.add(command(script.getFirst() + " … (" + Measure.count(script.size(), "line") + ")"));
        } else if (!script.isEmpty() && !script.getFirst().strip().equals(hook.name())) {
            lines.add(command(script.getFirst()));
        }
        return lines;
    }

    private static Line command(String text) {
        return Line.of("      $ " + text.strip(), Tone.DIM);
    }

    private static String names(Collection<HostName> hosts) {
        return String.join(", ", HostNames.of(List.copyOf(hosts)));
    }
}
