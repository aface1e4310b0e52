package dev.convoy.cli.plan;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plan for people. */
public final class PlanText {
    /** A system upgrade touches hundreds of packages; the JSON has all of them. */
    private static final int MOST_PACKAGES = 40;

    private PlanText() {}

    /** @param everyPackage whether all changed packages are listed, however many */
    public static List<Line> of(DeploymentPlan plan, boolean everyPackage) {
        List<Line> lines = new ArrayList<>();
        int width = plan.hosts().stream()
                .mapToInt(h -> h.host().value().length())
                .max()
                .orElse(0);
        for (HostPlan host : plan.hosts()) {
            lines.addAll(host(plan.goal(), host, width, everyPackage));
            if (host.step() instanceof HostPlan.Step.Change) {
                plan.rollout()
                        .awayBefore(host.host())
                        .ifPresent(before -> lines.add(Line.of("      warning: ", Tone.WARNING)
                                .with("not begun: it depends on " + before + ", which is offline")));
            }
        }
        lines.add(Line.EMPTY);
        lines.addAll(RolloutText.of(plan.rollout(), plan.goal()));
        lines.addAll(HouseRulesText.of(plan.rules()));
        plan.builds().ifPresent(builds -> lines.addAll(builds(builds)));
        lines.add(total(plan));
        return lines;
    }

    private static List<Line> host(Goal goal, HostPlan host, int width, boolean everyPackage) {
        List<Line> lines = new ArrayList<>();
        Line name = Line.of(host.host().value(), Tone.STRONG).padded(width + 2);
        switch (host.step()) {
            case HostPlan.Step.Unchanged() ->
                lines.add(name.with("unchanged", Tone.DIM).with(running(host), Tone.DIM));
            case HostPlan.Step.Away(Failure why, var waits) ->
                lines.add(name.with(
                                waits.map(most -> "waited for, up to " + Measure.elapsed(most))
                                        .orElse("skipped"),
                                Tone.DIM)
                        .with(", offline: " + why.message()));
            case HostPlan.Step.Refused(List<Failure> problems) -> {
                for (Failure problem : problems) {
                    Line start = lines.isEmpty() ? name : Line.of(" ".repeat(width + 2));
                    lines.add(start.with(problem.message(), Tone.BAD).with(" [" + problem.code() + "]", Tone.DIM));
                    problem.detail().forEach(d -> lines.add(Line.of("      " + d, Tone.DIM)));
                    problem.hints().forEach(h -> lines.add(Line.of("      " + h)));
                }
            }
            case HostPlan.Step.Change change -> {
                lines.add(name.with(goal.word(), Tone.ACTIVE).with("  " + transition(host)));
                lines.addAll(change(change, everyPackage));
            }
        }
        return lines;
    }

    private static String running(HostPlan host) {
        return host.running()
                .map(path -> "  " + SystemName.of(path, host.host()))
                .orElse("");
    }

    private static String transition(HostPlan host) {
        String next =
                host.wanted().map(path -> SystemName.of(path, host.host())).orElse("?");
        return host.running()
                .filter(path -> !host.wanted().equals(Optional.<StorePath>of(path)))
                .map(path -> SystemName.of(path, host.host()) + " -> " + next)
                .orElse(next);
    }

    private static List<Line> change(HostPlan.Step.Change change, boolean everyPackage) {
        List<Line> lines = new ArrayList<>();
        change.packages().ifPresent(diff -> lines.addAll(packages(diff, everyPackage)));
        copied(change).ifPresent(what -> lines.add(Line.of("      " + what)));
        if (change.buildsThere()) {
            lines.add(Line.of("      builds on the host itself"));
        }
        if (!change.reboot().isEmpty()) {
            lines.add(Line.of("      a reboot is needed for: ").with(String.join(", ", change.reboot()), Tone.WARNING));
        }
        change.warnings()
                .forEach(w -> lines.add(Line.of("      warning: ", Tone.WARNING).with(w)));
        return lines;
    }

    /** Of what is not built yet only the way is known. */
    private static Optional<String> copied(HostPlan.Step.Change change) {
        if (change.copy().isEmpty()) {
            return change.cache().map(cache -> "copies it to " + cache + " once it is built; the host fetches it");
        }
        CopyPlan copy = change.copy().get();
        if (copy.paths() == 0) {
            return Optional.of("nothing to copy");
        }
        String where = change.cache()
                .map(cache -> " to " + cache + ", unless they are there; the host fetches them")
                .orElseGet(() -> fetchable(copy));
        return Optional.of(
                "copies " + Measure.count(copy.paths(), "path") + ", " + Measure.bytes(copy.narBytes()) + where);
    }

    private static String fetchable(CopyPlan copy) {
        return copy.fetchablePaths() == 0
                ? ""
                : "; of that, the host may fetch up to " + Measure.count(copy.fetchablePaths(), "path") + ", "
                        + Measure.bytes(copy.fetchableBytes()) + ", from its own caches";
    }

    private static List<Line> packages(PackageDiff diff, boolean everyPackage) {
        List<Line> lines = new ArrayList<>();
        List<PackageChange> shown = everyPackage
                ? diff.changes()
                : diff.changes().stream().limit(MOST_PACKAGES).toList();
        shown.forEach(change -> lines.add(packageLine(change)));
        int more = diff.changes().size() - shown.size();
        if (more > 0) {
            lines.add(Line.of(
                    "      … and " + Measure.count(more, "more package") + " (--verbose shows them)", Tone.DIM));
        }
        if (diff.rebuilt() > 0) {
            lines.add(Line.of(
                    "      " + Measure.count(diff.rebuilt(), "package") + " rebuilt in the same version", Tone.DIM));
        }
        return lines;
    }

    private static Line packageLine(PackageChange change) {
        String size =
                change.growth() == 0 ? "" : "  " + (change.growth() > 0 ? "+" : "") + Measure.bytes(change.growth());
        return switch (change.kind()) {
            case ADDED ->
                Line.of("      + ", Tone.GOOD)
                        .with(change.name() + versions(" ", change.after()))
                        .with(size, Tone.DIM);
            case REMOVED ->
                Line.of("      - ", Tone.BAD)
                        .with(change.name() + versions(" ", change.before()))
                        .with(size, Tone.DIM);
            case CHANGED ->
                Line.of("      ~ ", Tone.WARNING)
                        .with(change.name() + versions(" ", change.before()))
                        .with(change.before().equals(change.after()) ? "" : " ->" + versions(" ", change.after()))
                        .with(size, Tone.DIM);
        };
    }

    private static String versions(String before, List<String> versions) {
        String text =
                String.join(", ", versions.stream().filter(v -> !v.isEmpty()).toList());
        return text.isEmpty() ? "" : before + text;
    }

    private static List<Line> builds(BuildPlan builds) {
        List<Line> lines = new ArrayList<>();
        if (!builds.builds().isEmpty()) {
            lines.add(Line.of("To build: " + Measure.count(builds.builds().size(), "derivation")));
        }
        if (!builds.fetches().isEmpty()) {
            lines.add(Line.of("To fetch: " + Measure.count(builds.fetches().size(), "path") + ", "
                    + Measure.bytes(builds.downloadBytes()) + " (" + Measure.bytes(builds.unpackedBytes())
                    + " unpacked)"));
        }
        if (!builds.isEmpty()) {
            lines.add(Line.of(
                    "What is not built yet cannot be compared: packages and bytes are known after it is.", Tone.DIM));
        }
        return lines;
    }

    private static Line total(DeploymentPlan plan) {
        Line line = Line.of(
                        Measure.count(plan.changing().size(), "host") + " to "
                                + plan.goal().word(),
                        Tone.STRONG)
                .with(", " + plan.unchanged().size() + " unchanged")
                .with(plan.away().isEmpty() ? "" : ", " + plan.away().size() + " offline");
        return plan.refused().isEmpty()
                ? line
                : line.with(", ").with(plan.refused().size() + " cannot be deployed", Tone.BAD);
    }
}
