package dev.convoy.cli.run.look;

import dev.convoy.activation.HostState;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.report.Columns;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.reach.HostRoutes;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What runs where, as a table, and below it what needs more than a cell. */
final class StatusText {
    private static final int WIDTH = 160;

    private StatusText() {}

    static List<Line> of(List<Visits.Visit<HostState>> visits, HostRoutes routes, Instant now) {
        Columns table = Columns.of("HOST", "STATE", "RUNNING", "GENERATION", "DEPLOYED", "REMARKS");
        List<Line> below = new ArrayList<>();
        for (Visits.Visit<HostState> visit : visits) {
            switch (visit) {
                case Visits.Visit.Answered<HostState>(Place place, HostState state) ->
                    table.row(row(place, state, routes, now));
                case Visits.Visit.Failed<HostState>(Place place, Failure why) -> {
                    table.row(List.of(
                            Line.of(place.host().value(), Tone.STRONG),
                            Line.of("unknown", Tone.BAD),
                            Line.of("-"),
                            Line.of("-"),
                            Line.of("-"),
                            Line.of(why.code().replaceFirst("^.*\\.", ""))));
                    below.addAll(FailureText.of(place.host().value(), why));
                }
            }
            visit.place()
                    .broken()
                    .ifPresent(why ->
                            below.addAll(FailureText.of(visit.place().host().value(), why)));
        }
        List<Line> lines = new ArrayList<>(table.lines(WIDTH));
        lines.addAll(below);
        return lines;
    }

    private static List<Line> row(Place place, HostState state, HostRoutes routes, Instant now) {
        return List.of(
                Line.of(place.host().value(), Tone.STRONG),
                standing(place, state),
                Line.of(state.running()
                        .map(path -> SystemName.of(path, place.host()))
                        .orElse("-")),
                Line.of(state.generation().isPresent() ? "" + state.generation().getAsInt() : "-"),
                Line.of(state.lastDeployment()
                        .map(entry -> deployed(entry, now))
                        .orElse("-")),
                Line.of(String.join("; ", remarks(place, state, routes)), Tone.WARNING));
    }

    private static Line standing(Place place, HostState state) {
        if (place.broken().isPresent()) {
            return Line.of("not evaluated", Tone.BAD);
        }
        return state.running().equals(place.wanted())
                ? Line.of("current", Tone.GOOD)
                : Line.of("differs", Tone.WARNING);
    }

    private static String deployed(LedgerEntry entry, Instant now) {
        String revision = entry.revision()
                .map(r -> ", " + r.substring(0, Math.min(7, r.length())))
                .orElse("");
        return ago(Duration.between(entry.time(), now)) + " by " + entry.operator() + revision
                + (entry.dirty() ? " (dirty)" : "");
    }

    static String ago(Duration time) {
        if (time.toMinutes() < 1) {
            return "just now";
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min ago";
        }
        return time.toDays() < 2 ? time.toHours() + " h ago" : time.toDays() + " days ago";
    }

    private static List<String> remarks(Place place, HostState state, HostRoutes routes) {
        List<String> remarks = new ArrayList<>();
        routes.detour(place.host(), place.facts(), state.address()).ifPresent(remarks::add);
        if (!state.profile().equals(state.running())) {
            remarks.add("boots "
                    + state.profile()
                            .map(StorePath::hashPart)
                            .map(h -> h.substring(0, 7))
                            .orElse("?") + " next");
        }
        List<String> reboot = RebootNeed.of(state);
        if (!reboot.isEmpty()) {
            remarks.add("reboot needed for " + String.join(", ", reboot));
        }
        if (!state.failedUnits().isEmpty()) {
            remarks.add("failed: " + String.join(", ", state.failedUnits()));
        }
        state.runInProgress()
                .ifPresent(lock -> remarks.add("run " + lock.runId() + " by " + lock.operator() + " is at it"
                        + lock.state()
                                .map(step -> " (" + step.replace('-', ' ') + ")")
                                .orElse("")));
        state.interrupted().ifPresent(run -> remarks.add("run " + run + " was cut short"));
        remarks.addAll(state.warnings());
        return remarks;
    }
}
