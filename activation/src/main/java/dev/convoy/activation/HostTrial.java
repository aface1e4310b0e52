package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A trial on a host, through the same supervision that began it. */
record HostTrial(
        Supervision supervision,
        Contact contact,
        ActivationRequest request,
        StorePath running,
        List<FailedUnit> newlyFailed,
        SortedSet<String> failedBefore)
        implements Trial {

    static Trial of(Supervision supervision, Contact contact, ActivationRequest request, Verdict verdict) {
        return new HostTrial(
                supervision,
                contact,
                request,
                verdict.running().orElse(request.toplevel()),
                verdict.newlyFailed(),
                new TreeSet<>(verdict.host().all("failed_before")));
    }

    @Override
    public boolean extend(Duration fromNow) throws InterruptedException {
        contact.hold(fromNow);
        return switch (answer("extend", RequestText.seconds(fromNow))) {
            case Reply.Answered(HostAnswer answer, String _) ->
                answer.text("state").filter("awaiting-confirmation"::equals).isPresent()
                        && answer.text("decision").isEmpty();
            case Reply.Refused _, Reply.OutOfReach _ -> false;
        };
    }

    @Override
    public ActivationOutcome confirm() throws InterruptedException {
        contact.renew();
        return end("confirm", "");
    }

    @Override
    public ActivationOutcome revert(String reason) throws InterruptedException {
        return end("withdraw", reason);
    }

    /** Whether the answer came in time, or was the first one, the host's own record tells. */
    private ActivationOutcome end(String verb, String reason) throws InterruptedException {
        return switch (answer(verb, reason)) {
            case Reply.Answered _ -> supervision.toTheEnd();
            case Reply.Refused(String why, var _) -> unheard(why);
            case Reply.OutOfReach(String why, boolean _) -> unheard(why);
        };
    }

    private static ActivationOutcome unheard(String why) {
        return Supervision.lost("the host could not be reached to end the trial of its new system; unless it heard"
                + " of a confirmation, it goes back to the system before by itself: " + why);
    }

    private Reply answer(String verb, String operand) throws InterruptedException {
        var command = HostScript.ANSWER.command(request.runId(), verb, operand);
        return contact.ask(command.asRoot().within(Supervision.ANSWER), "answer", "");
    }
}
