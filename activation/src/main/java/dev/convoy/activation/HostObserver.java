package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a host is and runs: one round trip, two where the host does not let the login user become root. */
public final class HostObserver {
    /** Every probe has a limit of its own of 5 s; this holds for all of them on a host that is very slow. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String KIND = "observe";

    /** @throws ActivationException if the host cannot be read, or its answer is not whole */
    public HostState observe(Machine machine) throws InterruptedException {
        Command command = HostScript.OBSERVE.command().within(LIMIT);
        Attempt asRoot = attemptAsRoot(machine, command.asRoot());
        if (asRoot.answered()) {
            return asRoot.state(Optional.empty());
        }
        String problem = asRoot.refusal();
        Attempt asLoginUser = attempt(machine, command);
        if (asLoginUser.answered()) {
            return asLoginUser.state(Optional.of(problem));
        }
        throw unreadable(machine, asLoginUser.refusal());
    }

    private static Attempt attemptAsRoot(Machine machine, Command command) throws InterruptedException {
        try {
            return attempt(machine, command);
        } catch (ActivationException e) {
            throw e;
        } catch (RuntimeException e) {
            // A machine that may not become root says so with an exception of its own kind. Whether it was that, or the
            // host is not there at all, the attempt without root tells.
            return new Attempt(machine, new Finished(new ExitStatus.Exited(-1), "", String.valueOf(e.getMessage())));
        }
    }

    private static Attempt attempt(Machine machine, Command command) throws InterruptedException {
        try {
            return new Attempt(machine, machine.run(command));
        } catch (MachineException e) {
            String problem = String.valueOf(e.getMessage());
            return new Attempt(machine, new Finished(new ExitStatus.Exited(-1), "", problem));
        }
    }

    private static ActivationException unreadable(Machine machine, String cause) {
        return new ActivationException(new ActivationFailure(
                "activation.unreadable",
                machine.name() + " could not be observed: " + cause,
                List.of(),
                List.of("Try it by hand: `convoy ssh` to the host, then `sh -c true`.")));
    }

    /** One way of running the script, and how it went. */
    private record Attempt(Machine machine, Finished finished) {
        /** @throws ActivationException if it began to answer and did not come to its end */
        boolean answered() {
            if (HostAnswer.hasBegun(finished.stdout(), KIND)) {
                return true;
            }
            return switch (finished.exit()) {
                case ExitStatus.Exited _, ExitStatus.Signalled _ -> false;
                case ExitStatus.Lost _, ExitStatus.TimedOut _ ->
                    throw unreadable(machine, finished.exit().describe());
            };
        }

        HostState state(Optional<String> rootProblem) {
            HostAnswer answer = HostAnswer.parse(finished.stdout(), KIND)
                    .orElseThrow(() -> unreadable(
                            machine,
                            "its answer was cut short, " + finished.exit().describe()));
            return new HostStateReader(machine.name(), answer).read(rootProblem);
        }

        /** Why the script did not run: the last thing that was said about it. */
        String refusal() {
            return finished.stderr()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .reduce((_, last) -> last)
                    .orElseGet(() -> finished.exit().describe());
        }
    }
}
