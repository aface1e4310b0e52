package dev.convoy.cli.run.visit;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.RunFrame;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.cli.run.reach.RealRooms;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.store.machine.Link;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Hands over to the operator's own {@code ssh}, with the address and options that convoy would use. */
public final class SshRun {
    private SshRun() {}

    /** @param words a command to run there; none for a shell */
    public static ExitCode run(Session session, Selector host, List<String> words) throws InterruptedException {
        List<String> line = new ArrayList<>();
        try (var frame = RunFrame.forReading(session);
                var rooms = new RealRooms(session, frame.prompt())) {
            ExitCode code = frame.read(() -> {
                Place place = Place.of(new FleetReader(rooms, session, frame.log()).read(host))
                        .getFirst();
                HostRoute route = frame.equipment(rooms).routes().to(place.host(), place.facts());
                line.addAll(
                        switch (route) {
                            case HostRoute.Remote remote -> line(answering(remote, rooms), words);
                            case HostRoute.Here() ->
                                throw new UsageException(
                                        place.host() + " is this machine; there is nothing to connect to");
                            case HostRoute.Nowhere(Failure why) -> throw new RefusedException(why);
                        });
                return new RunFrame.Reading(ExitCode.SUCCESS, _ -> {});
            });
            if (code != ExitCode.SUCCESS) {
                return code;
            }
        }
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor() == 0
                    ? ExitCode.SUCCESS
                    : ExitCode.HOSTS_FAILED;
        } catch (IOException e) {
            throw new UsageException("cannot start ssh: " + e.getMessage());
        }
    }

    /** Of several addresses ssh itself would try but one. */
    private static SshTarget answering(HostRoute.Remote remote, Rooms rooms) {
        if (remote.addresses().size() == 1) {
            return remote.addresses().getFirst();
        }
        try (Link link = rooms.link(remote)) {
            String address = link.machine().name();
            return remote.addresses().stream()
                    .filter(target -> target.address().equals(address))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static List<String> line(SshTarget target, List<String> words) {
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(target.sshOptions());
        target.port().ifPresent(port -> line.addAll(List.of("-p", Integer.toString(port))));
        target.user().ifPresent(user -> line.addAll(List.of("-l", user)));
        line.add("--");
        line.add(target.address());
        line.addAll(words);
        return line;
    }
}
