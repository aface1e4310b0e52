package dev.convoy.cli.run.look;

import dev.convoy.activation.Ledger;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.report.Columns;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.SystemName;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.run.Json;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.FailureText;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.select.Selector;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what was deployed to hosts, as the hosts themselves recorded it: from any machine, and after this one's disk was lost. */
public final class LedgerRun {
    private LedgerRun() {}

    /** @param most entries that are shown of each host, the latest */
    public static ExitCode run(Session session, Selector selector, int most, boolean json) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return run(session, selector, most, json, frame, rooms);
        }
    }

    static ExitCode run(Session session, Selector selector, int most, boolean json, RunFrame frame, Rooms rooms) {
        return frame.read(() -> {
            List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
            List<Visits.Visit<List<LedgerEntry>>> visits =
                    Visits.all(frame.equipment(rooms), places, (_, link) -> latest(Ledger.read(link.machine()), most));
            boolean all = visits.stream().allMatch(v -> v instanceof Visits.Visit.Answered);
            return new RunFrame.Reading(
                    all ? ExitCode.SUCCESS : ExitCode.HOSTS_FAILED, to -> print(session, visits, json, to));
        });
    }

    private static List<LedgerEntry> latest(List<LedgerEntry> entries, int most) {
        return entries.subList(Math.max(0, entries.size() - most), entries.size())
                .reversed();
    }

    private static void print(
            Session session, List<Visits.Visit<List<LedgerEntry>>> visits, boolean json, Surroundings to) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("v", 1);
            all.put("hosts", visits.stream().map(LedgerRun::json).toList());
            to.out().print(Json.text(all));
            return;
        }
        lines(visits).forEach(line -> to.out().println(line.text(RunFrame.color(session))));
    }

    private static List<Line> lines(List<Visits.Visit<List<LedgerEntry>>> visits) {
        Columns table = Columns.of("HOST", "WHEN", "BY", "GOAL", "REVISION", "SYSTEM", "RESULT", "RUN");
        List<Line> below = new ArrayList<>();
        for (Visits.Visit<List<LedgerEntry>> visit : visits) {
            switch (visit) {
                case Visits.Visit.Answered<List<LedgerEntry>>(Place place, List<LedgerEntry> entries) ->
                    entries.forEach(entry -> table.row(row(place, entry)));
                case Visits.Visit.Failed<List<LedgerEntry>>(Place place, Failure why) ->
                    below.addAll(FailureText.of(place.host().value(), why));
            }
        }
        List<Line> lines = new ArrayList<>(table.isEmpty() ? List.of() : table.lines(HistoryText.WIDTH));
        lines.addAll(below);
        return lines;
    }

    private static List<Line> row(Place place, LedgerEntry entry) {
        return List.of(
                Line.of(place.host().value(), Tone.STRONG),
                Line.of(HistoryText.time(entry.time(), ZoneId.systemDefault())),
                Line.of(Printable.line(entry.operator())),
                Line.of(Printable.line(entry.goal())),
                Line.of(entry.revision()
                        .map(r -> HistoryText.revision(Printable.line(r), entry.dirty()))
                        .orElse("-")),
                Line.of(SystemName.of(entry.toplevel(), place.host())),
                Line.of(Printable.line(entry.result())),
                Line.of(Printable.line(entry.runId())));
    }

    private static Map<String, Object> json(Visits.Visit<List<LedgerEntry>> visit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", visit.place().host().value());
        switch (visit) {
            case Visits.Visit.Answered<List<LedgerEntry>>(Place _, List<LedgerEntry> entries) ->
                json.put("entries", entries.stream().map(HistoryJson::entry).toList());
            case Visits.Visit.Failed<List<LedgerEntry>>(Place _, Failure why) ->
                json.put("problem", StatusJson.failure(why));
        }
        return json;
    }
}
