package dev.convoy.cli.run.look;

import dev.convoy.activation.HostState;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.run.Json;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.HostRoutes;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.visit.FleetReader;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import dev.convoy.cli.select.Selector;
import java.util.List;

/** Reads what the hosts run. */
public final class StatusRun {
    private StatusRun() {}

    public static ExitCode run(Session session, Selector selector, boolean json) {
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            return frame.read(() -> {
                Equipment equipment = frame.equipment(rooms);
                List<Place> places = Place.of(new FleetReader(rooms, session, frame.log()).read(selector));
                List<Visits.Visit<HostState>> visits =
                        Visits.all(equipment, places, (_, link) -> rooms.observe(link.machine()));
                boolean all = visits.stream().allMatch(v -> v instanceof Visits.Visit.Answered);
                return new RunFrame.Reading(
                        all ? ExitCode.SUCCESS : ExitCode.HOSTS_FAILED,
                        to -> print(session, equipment.routes(), visits, json, to));
            });
        }
    }

    private static void print(
            Session session, HostRoutes routes, List<Visits.Visit<HostState>> visits, boolean json, Surroundings to) {
        if (json) {
            to.out().print(Json.text(StatusJson.of(visits)));
            return;
        }
        StatusText.of(visits, routes, session.surroundings().clock().instant())
                .forEach(line -> to.out().println(line.text(RunFrame.color(session))));
    }
}
