package dev.convoy.activation;

import dev.convoy.store.machine.Link;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Frees a host from a run that holds it. Nothing is cut off half way: what the run had begun is brought to the end that its
 * state asks for, by its watchdog or by this.
 */
public final class Unlocking {
    private static final Duration TIME = Duration.ofMinutes(3);

    /** What became of the lock. */
    public sealed interface Unlocked {
        /** Nobody held it. */
        record WasFree() implements Unlocked {}

        /** The run is at its end now. */
        record Freed(String runId, Optional<StorePath> running) implements Unlocked {}

        /** The run is alive: nothing was done. */
        record Refused(HostLock holder) implements Unlocked {}

        /** It is being brought to its end, which takes longer. */
        record Busy(String runId) implements Unlocked {}
    }

    private Unlocking() {}

    /** Only if the run that holds the host is dead. */
    public static Unlocked ofDead(Link link) throws InterruptedException {
        return unlock(link, "", "");
    }

    /**
     * Also if it is alive: it is ended, and the host goes back, or on where it was confirmed.
     *
     * @param runId the one that the operator was shown; another one is not touched
     */
    public static Unlocked ofLiving(Link link, String runId) throws InterruptedException {
        return unlock(link, runId, "force");
    }

    private static Unlocked unlock(Link link, String runId, String force) throws InterruptedException {
        var command = HostScript.UNLOCK.command(runId, force).asRoot().within(TIME);
        HostAnswer answer = HostQuestion.ask(link.machine(), command, "unlock");
        String run = answer.text("run").orElse("");
        return switch (answer.text("unlocked").orElse("")) {
            case "free" -> new Unlocked.WasFree();
            case "freed" -> new Unlocked.Freed(run, answer.path("running"));
            case "busy" -> new Unlocked.Busy(run);
            case "alive", "other" ->
                new Unlocked.Refused(new HostLock(
                        run,
                        answer.text("operator").orElse("somebody"),
                        Instant.ofEpochSecond(answer.number("since").orElse(0)),
                        answer.text("state"),
                        Optional.empty()));
            default ->
                throw new ActivationException(new ActivationFailure(
                        "activation.unreadable",
                        link.name() + " did not say what became of its lock",
                        List.of(),
                        List.of()));
        };
    }
}
