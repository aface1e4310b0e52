package dev.convoy.activation;

import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Indeterminate;
import dev.convoy.activation.Begun.Ended;
import dev.convoy.activation.Begun.OnTrial;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of the supervisor on a host: starts it, follows it to where it wants an answer or to its end, reads what became true. */
final class Supervision {
    /** How long the host holds a question when it has nothing new to tell; shorter than what firewalls forget. */
    private static final Duration LONG_POLL = Duration.ofSeconds(10);

    static final Duration ANSWER = Duration.ofSeconds(60);

    /** A supervisor that has not begun by then was never started. */
    private static final Duration START = Duration.ofSeconds(30);

    /** Test, revert, boot, and boot of the old system may each take the whole deadline; nix-env comes on top. */
    private static final int STEPS_WITH_DEADLINE = 4;

    private static final Duration OTHER_STEPS = Duration.ofMinutes(20);

    /** Firmware may take its time. */
    static final Duration RESTART = Duration.ofMinutes(10);

    private static final String ENDED = "ended";
    private static final String TRIAL = "trial";

    private final Contact contact;
    private final ActivationRequest request;
    private final Consumer<ActivationEvent> events;
    private final Clock clock;

    private final List<String> namedAsFailed = new ArrayList<>();
    private long knownBytes;
    private long knownSteps;
    private boolean resumed;

    Supervision(Contact contact, ActivationRequest request, Consumer<ActivationEvent> events, Clock clock) {
        this.contact = contact;
        this.request = request;
        this.events = events;
        this.clock = clock;
    }

    Begun begin() throws InterruptedException {
        return switch (start()) {
            case Reply.Answered(HostAnswer answer, String _) -> started(answer);
            case Reply.Refused(String reason, List<String> stderr) ->
                untouched("activation.no-root", "the host does not let convoy become root: " + reason, stderr);
            case Reply.OutOfReach(String reason, boolean asked) ->
                asked
                        ? new Ended(lost("the connection broke while the run was started: " + reason))
                        : untouched("activation.unreachable", "the host could not be reached: " + reason, List.of());
        };
    }

    /** As {@link #begin}, for a run that is on the host already; empty if it is not. */
    Optional<Begun> rejoin() throws InterruptedException {
        return switch (read()) {
            case Reply.Answered(HostAnswer answer, String _) ->
                answer.text("begun").isEmpty() ? Optional.empty() : Optional.of(followed());
            case Reply.Refused(String reason, var _) -> Optional.of(new Ended(notRootAnyMore(reason)));
            case Reply.OutOfReach(String reason, boolean _) -> Optional.of(new Ended(unread(reason)));
        };
    }

    private Begun followed() throws InterruptedException {
        Optional<ActivationOutcome> cut = follow(TRIAL);
        return cut.isPresent() ? new Ended(cut.get()) : trialOrEnd();
    }

    /** From an answer to its end. */
    ActivationOutcome toTheEnd() throws InterruptedException {
        Optional<ActivationOutcome> cut = follow(ENDED);
        return cut.isPresent() ? cut.get() : conclude();
    }

    private Reply start() throws InterruptedException {
        String supervisor = HostScript.SUPERVISE.text();
        int size = supervisor.getBytes(StandardCharsets.UTF_8).length;
        var command = HostScript.START.command(request.runId(), Integer.toString(size), RequestText.of(request));
        return contact.ask(command.asRoot().within(ANSWER), "start", supervisor);
    }

    private Begun started(HostAnswer answer) throws InterruptedException {
        String state = answer.text("start.state").orElse("");
        boolean ours = answer.path("request.toplevel").equals(Optional.of(request.toplevel()))
                && answer.text("request.goal").equals(Optional.of(RequestText.goal(request)));
        if (state.equals("exists") && !ours) {
            return untouched("activation.run-id-used", "another run of this id was on the host before", List.of());
        }
        if (!state.equals("started") && !state.equals("exists")) {
            String code = state.equals("no-space") ? "activation.no-space" : "activation.not-started";
            String problem = answer.text("start.problem").orElse("no reason given");
            return untouched(code, "the run could not be started: " + problem, List.of());
        }
        return followed();
    }

    /** @return the outcome if the host was lost on the way */
    private Optional<ActivationOutcome> follow(String stopAt) throws InterruptedException {
        Instant begin = clock.instant();
        Instant end = begin.plus(request.terms().deadline().multipliedBy(STEPS_WITH_DEADLINE))
                .plus(OTHER_STEPS);
        while (clock.instant().isBefore(end)) {
            var command = HostScript.FOLLOW.command(
                    request.runId(),
                    Long.toString(knownBytes),
                    Long.toString(knownSteps),
                    Long.toString(LONG_POLL.toSeconds()),
                    stopAt);
            switch (contact.ask(command.asRoot().within(LONG_POLL.plus(ANSWER)), "follow", "")) {
                case Reply.Answered(HostAnswer answer, String log) -> {
                    tell(answer, log);
                    if (isThere(answer, stopAt, begin)) {
                        return Optional.empty();
                    }
                }
                case Reply.Refused(String reason, var _) -> {
                    return Optional.of(notRootAnyMore(reason));
                }
                case Reply.OutOfReach(String reason, boolean _) -> {
                    return Optional.of(lost("the connection broke and did not come back: " + reason));
                }
            }
        }
        return Optional.of(lost("the run on the host did not come to its end"));
    }

    private void tell(HostAnswer answer, String log) {
        knownBytes += answer.number("bytes").orElse(0);
        for (String step : answer.all("step")) {
            knownSteps++;
            events.accept(new ActivationEvent.StepReached(step.replaceFirst("\t.*", "")));
        }
        log.lines().forEach(line -> {
            events.accept(new ActivationEvent.LogLine(line));
            namedAsFailed.addAll(FailedUnits.namedIn(line));
        });
    }

    private boolean isThere(HostAnswer answer, String stopAt, Instant begin) {
        String life = answer.text("life").orElse("");
        boolean neverBegan = life.equals("starting") && begin.plus(START).isBefore(clock.instant());
        boolean hasMore = answer.number("bytes").orElse(0) > 0;
        return neverBegan || ((life.equals(ENDED) || life.equals(stopAt)) && !hasMore);
    }

    private Begun trialOrEnd() throws InterruptedException {
        return switch (read()) {
            case Reply.Answered(HostAnswer answer, String _) -> {
                Verdict verdict = new Verdict(request, answer, namedAsFailed);
                if (verdict.isRestarting() && contact.waitsStill(RESTART)) {
                    yield trialOrEnd();
                }
                if (verdict.isCutOff()) {
                    yield resumed(verdict);
                }
                if (verdict.isOnTrial()) {
                    yield new OnTrial(HostTrial.of(this, contact, request, verdict));
                }
                // As when the time of a trial runs out between the question whether there is one and this answer.
                yield new Ended(verdict.isAtWork() ? toTheEnd() : verdict.outcome());
            }
            case Reply.Refused(String reason, var _) -> new Ended(notRootAnyMore(reason));
            case Reply.OutOfReach(String reason, boolean _) -> new Ended(unread(reason));
        };
    }

    private ActivationOutcome conclude() throws InterruptedException {
        return switch (trialOrEnd()) {
            case Ended(ActivationOutcome outcome) -> outcome;
            // The answer was given and not yet taken up.
            case OnTrial _ -> toTheEnd();
        };
    }

    /** Host or supervisor were killed: the host is asked once to bring the run to its end. */
    private Begun resumed(Verdict cutOff) throws InterruptedException {
        if (resumed) {
            return new Ended(cutOff.outcome());
        }
        resumed = true;
        var command = HostScript.RESUME.command(request.runId()).asRoot().within(ANSWER);
        return switch (contact.ask(command, "resume", "")) {
            case Reply.Answered _ -> followed();
            case Reply.Refused _, Reply.OutOfReach _ -> new Ended(cutOff.outcome());
        };
    }

    private Reply read() throws InterruptedException {
        return contact.ask(HostScript.CONCLUDE.command(request.runId()).asRoot().within(ANSWER), "conclude", "");
    }

    private static Begun untouched(String code, String message, List<String> log) {
        return new Ended(new Failed(Optional.empty(), Failures.of(code, message, log)));
    }

    static ActivationOutcome notRootAnyMore(String reason) {
        return lost("the host does not let convoy become root any more: " + reason);
    }

    private static ActivationOutcome unread(String reason) {
        return lost("the connection broke before the host could be read: " + reason);
    }

    static ActivationOutcome lost(String message) {
        return new Indeterminate(Failures.of("activation.lost", message, List.of()));
    }
}
