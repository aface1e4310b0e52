package dev.convoy.cli.run.look;

import dev.convoy.activation.Generation;
import dev.convoy.activation.Generations;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
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
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.select.Selector;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists what hosts could go back to. */
public final class GenerationsRun {
    private static final int WIDTH = 160;

    private GenerationsRun() {}

    public static ExitCode run(Session session, Selector selector, boolean json) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
                List<Visits.Visit<List<Generation>>> visits =
                        Visits.all(frame.equipment(rooms), places, (_, link) -> Generations.read(link.machine()));
                boolean all = visits.stream().allMatch(v -> v instanceof Visits.Visit.Answered);
                return new RunFrame.Reading(
                        all ? ExitCode.SUCCESS : ExitCode.HOSTS_FAILED, to -> print(session, visits, json, to));
            });
        }
    }

    private static void print(
            Session session, List<Visits.Visit<List<Generation>>> visits, boolean json, Surroundings to) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("v", 1);
            all.put("hosts", visits.stream().map(GenerationsRun::json).toList());
            to.out().print(Json.text(all));
            return;
        }
        lines(visits).forEach(line -> to.out().println(line.text(RunFrame.color(session))));
    }

    private static List<Line> lines(List<Visits.Visit<List<Generation>>> visits) {
        var time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
        Columns table = Columns.of("HOST", "GENERATION", "MADE", "SYSTEM", "KERNEL", "");
        List<Line> below = new ArrayList<>();
        for (Visits.Visit<List<Generation>> visit : visits) {
            switch (visit) {
                case Visits.Visit.Answered<List<Generation>>(Place place, List<Generation> generations) -> {
                    for (Generation g : generations.reversed()) {
                        table.row(List.of(
                                Line.of(place.host().value(), Tone.STRONG),
                                Line.of(Integer.toString(g.number())),
                                Line.of(time.format(g.created())),
                                Line.of(SystemName.of(g.toplevel(), place.host())),
                                Line.of(g.kernelVersion().orElse("-")),
                                Line.of(String.join(", ", marks(g)), Tone.GOOD)));
                    }
                }
                case Visits.Visit.Failed<List<Generation>>(Place place, Failure why) ->
                    below.addAll(FailureText.of(place.host().value(), why));
            }
        }
        List<Line> lines = new ArrayList<>(table.isEmpty() ? List.of() : table.lines(WIDTH));
        lines.addAll(below);
        return lines;
    }

    private static List<String> marks(Generation generation) {
        List<String> marks = new ArrayList<>();
        if (generation.running()) {
            marks.add("running");
        }
        if (generation.current()) {
            marks.add("boots next");
        }
        if (generation.booted()) {
            marks.add("booted");
        }
        return marks;
    }

    private static Map<String, Object> json(Visits.Visit<List<Generation>> visit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", visit.place().host().value());
        switch (visit) {
            case Visits.Visit.Answered<List<Generation>>(Place _, List<Generation> generations) ->
                json.put(
                        "generations",
                        generations.stream().map(GenerationsRun::json).toList());
            case Visits.Visit.Failed<List<Generation>>(Place _, Failure why) ->
                json.put("problem", StatusJson.failure(why));
        }
        return json;
    }

    private static Map<String, Object> json(Generation g) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", g.number());
        json.put("toplevel", g.toplevel().toString());
        json.put("created", g.created().toString());
        g.nixosVersion().ifPresent(version -> json.put("nixosVersion", version));
        g.kernelVersion().ifPresent(version -> json.put("kernelVersion", version));
        json.put("current", g.current());
        json.put("running", g.running());
        json.put("booted", g.booted());
        return json;
    }
}
