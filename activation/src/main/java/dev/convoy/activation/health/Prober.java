package dev.convoy.activation.health;

import dev.convoy.activation.ActivationException;
import dev.convoy.activation.Units;
import dev.convoy.store.RemoteText;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes probes: on the host through its link, and from here. */
public final class Prober {
    /** What shells say of a program that cannot be run, or is not there. */
    private static final Set<Integer> NOT_RUN = Set.of(126, 127);

    private static final int TAIL = 5;

    private final Link link;
    private final Machine here;

    /** @param here the machine that convoy runs on */
    public Prober(Link link, Machine here) {
        this.link = link;
        this.here = here;
    }

    public Result probe(Probe probe, Duration timeout) throws InterruptedException {
        return switch (probe) {
            case Probe.Tcp tcp -> WebProbe.tcp(tcp, timeout);
            case Probe.Http http -> WebProbe.http(http, timeout);
            case Probe.Here(String script, Map<String, String> environment) -> {
                Command command = Command.shell("convoy-health", script).within(timeout);
                for (Map.Entry<String, String> variable : environment.entrySet()) {
                    command = command.with(variable.getKey(), variable.getValue());
                }
                yield run(here, command);
            }
            case Probe.OnHost(String script) ->
                onHost(host -> run(
                        host, Command.shell("convoy-health", script).asRoot().within(timeout)));
            case Probe.ActiveUnits(List<String> units) ->
                onHost(host -> active(Units.read(host, Set.of(), units, timeout)));
            case Probe.NoNewFailure(var known) ->
                onHost(host -> noneFailed(Units.read(host, known, List.of(), timeout)));
        };
    }

    /** A probe of one machine. */
    private interface Question {
        Result ask(Machine machine) throws InterruptedException;
    }

    /** A connection that broke meanwhile is no finding: the host is asked once more over a new one. */
    private Result onHost(Question question) throws InterruptedException {
        try {
            return question.ask(link.machine());
        } catch (RuntimeException broken) {
            try {
                return question.ask(link.reconnect());
            } catch (RuntimeException e) {
                // Each kind of link has exceptions of its own, which this module cannot know.
                return new Result.CouldNotTell("the host could not be asked: " + RemoteText.plain(reason(e)));
            }
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof ActivationException known ? known.failure().message() : String.valueOf(e.getMessage());
    }

    private static Result run(Machine machine, Command command) throws InterruptedException {
        Finished finished = machine.run(command);
        List<String> said = RemoteText.lines(finished.stdout() + "\n" + finished.stderr());
        List<String> tail = said.subList(Math.max(0, said.size() - TAIL), said.size());
        return switch (finished.exit()) {
            case ExitStatus.Exited(int code) when code == 0 -> new Result.Pass();
            case ExitStatus.Exited(int code)
            when NOT_RUN.contains(code) ->
                new Result.CouldNotTell("the command cannot be run" + (tail.isEmpty() ? "" : ": " + tail.getLast()));
            case ExitStatus.Exited _, ExitStatus.Signalled _, ExitStatus.TimedOut _ ->
                new Result.Fail(finished.exit().describe(), tail);
            case ExitStatus.Lost(String reason) -> throw new MachineException(machine.name(), reason);
        };
    }

    private static Result active(Units units) {
        if (!units.systemd()) {
            return new Result.CouldNotTell("the host has no systemd");
        }
        String others = units.states().entrySet().stream()
                .filter(unit -> !unit.getValue().equals("active"))
                .map(unit -> unit.getKey() + " is "
                        + (unit.getValue().isEmpty() ? "unknown" : RemoteText.plain(unit.getValue())))
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? new Result.Pass() : new Result.Fail(others, List.of());
    }

    private static Result noneFailed(Units units) {
        return units.newlyFailed().isEmpty() ? new Result.Pass() : new Result.UnitsFailed(units.newlyFailed());
    }
}
