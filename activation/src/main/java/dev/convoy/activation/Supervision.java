package dev.convoy.activation;

import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Indeterminate;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of the supervisor on a host: starts it, follows it to its end, then reads what became true. */
final class Supervision {
    /** How long the host holds a question when it has nothing new to tell; shorter than what firewalls forget. */
    private static final Duration LONG_POLL = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** A supervisor that has not begun by then was never started. */
    private static final Duration START = Duration.ofSeconds(30);

    /** Test, revert, boot, and boot of the old system may each take the whole deadline; nix-env comes on top. */
    private static final int STEPS_WITH_DEADLINE = 4;

    private static final Duration OTHER_STEPS = Duration.ofMinutes(20);

    private final Contact contact;
    private final ActivationRequest request;
    private final Consumer<ActivationEvent> events;
    private final Clock clock;

    private final List<String> namedAsFailed = new ArrayList<>();
    private long knownBytes;
    private long knownSteps;

    Supervision(Contact contact, ActivationRequest request, Consumer<ActivationEvent> events, Clock clock) {
        this.contact = contact;
        this.request = request;
        this.events = events;
        this.clock = clock;
    }

    ActivationOutcome run() throws InterruptedException {
        return switch (start()) {
            case Reply.Answered(HostAnswer answer, String _) -> started(answer);
            case Reply.Refused(String reason, List<String> stderr) ->
                untouched("activation.no-root", "the host does not let convoy become root: " + reason, stderr);
            case Reply.OutOfReach(String reason, boolean asked) ->
                asked
                        ? lost("the connection broke while the run was started: " + reason)
                        : untouched("activation.unreachable", "the host could not be reached: " + reason, List.of());
        };
    }

    private Reply start() throws InterruptedException {
        String supervisor = HostScript.SUPERVISE.text();
        int size = supervisor.getBytes(StandardCharsets.UTF_8).length;
        var command = HostScript.START.command(
                request.runId(),
                Integer.toString(size),
                request.goal().name().toLowerCase(Locale.ROOT),
                request.toplevel().toString(),
                request.expected().map(Object::toString).orElse(""),
                plain(request.operator()),
                plain(request.revision().orElse("")),
                request.dirty() ? "yes" : "no",
                plain(request.lockHash().orElse("")),
                Long.toString(seconds(request)));
        return contact.ask(command.asRoot().within(ANSWER), "start", supervisor);
    }

    private ActivationOutcome started(HostAnswer answer) throws InterruptedException {
        String state = answer.text("start.state").orElse("");
        boolean ours = answer.path("request.toplevel").equals(Optional.of(request.toplevel()))
                && answer.text("request.goal")
                        .equals(Optional.of(request.goal().name().toLowerCase(Locale.ROOT)));
        if (state.equals("exists") && !ours) {
            return untouched("activation.run-id-used", "another run of this id was on the host before", List.of());
        }
        if (!state.equals("started") && !state.equals("exists")) {
            String problem = answer.text("start.problem").orElse("no reason given");
            return untouched("activation.not-started", "the run could not be started: " + problem, List.of());
        }
        return follow(clock.instant());
    }

    private ActivationOutcome follow(Instant begin) throws InterruptedException {
        Instant end =
                begin.plus(request.deadline().multipliedBy(STEPS_WITH_DEADLINE)).plus(OTHER_STEPS);
        while (clock.instant().isBefore(end)) {
            var command = HostScript.FOLLOW.command(
                    request.runId(),
                    Long.toString(knownBytes),
                    Long.toString(knownSteps),
                    Long.toString(LONG_POLL.toSeconds()));
            switch (contact.ask(command.asRoot().within(LONG_POLL.plus(ANSWER)), "follow", "")) {
                case Reply.Answered(HostAnswer answer, String log) -> {
                    tell(answer, log);
                    if (isOver(answer, begin)) {
                        return conclude();
                    }
                }
                case Reply.Refused(String reason, var _) -> {
                    return lost("the host does not let convoy become root any more: " + reason);
                }
                case Reply.OutOfReach(String reason, boolean _) -> {
                    return lost("the connection broke and did not come back: " + reason);
                }
            }
        }
        return lost("the run on the host did not come to its end");
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

    private boolean isOver(HostAnswer answer, Instant begin) {
        String life = answer.text("life").orElse("");
        boolean neverBegan = life.equals("starting") && begin.plus(START).isBefore(clock.instant());
        boolean hasMore = answer.number("bytes").orElse(0) > 0;
        return neverBegan || (life.equals("ended") && !hasMore);
    }

    private ActivationOutcome conclude() throws InterruptedException {
        var command = HostScript.CONCLUDE.command(request.runId()).asRoot().within(ANSWER);
        return switch (contact.ask(command, "conclude", "")) {
            case Reply.Answered(HostAnswer answer, String _) -> new Verdict(request, answer, namedAsFailed).outcome();
            case Reply.Refused(String reason, var _) ->
                lost("the host does not let convoy become root any more: " + reason);
            case Reply.OutOfReach(String reason, boolean _) ->
                lost("the connection broke before the host could be read: " + reason);
        };
    }

    private static ActivationOutcome untouched(String code, String message, List<String> log) {
        return new Failed(Optional.empty(), Failures.of(code, message, log));
    }

    private static ActivationOutcome lost(String message) {
        return new Indeterminate(Failures.of("activation.lost", message, List.of()));
    }

    static long seconds(ActivationRequest request) {
        return Math.max(1, request.deadline().toSeconds());
    }

    /** The ledger's lines are made of tabs and line ends; nobody's name shall be able to write one. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
