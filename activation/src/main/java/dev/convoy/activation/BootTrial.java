package dev.convoy.activation;

import dev.convoy.activation.Restart.Restarted;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The run that a host's boot is a trial of, whoever began it and whoever restarted the host. */
public final class BootTrial {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private BootTrial() {}

    /**
     * How a trial ended that was over before anybody could ask, as the host's record has it; empty if it has none.
     *
     * @param booted the system that was on trial
     */
    public static Optional<ActivationOutcome> recorded(HostState now, StorePath booted) {
        return now.lastDeployment()
                .filter(last -> last.goal().equals("boot") && last.result().equals("reverted"))
                .filter(last -> last.toplevel().equals(booted))
                .map(last -> wentBack(now.running(), "; its record of run " + last.runId() + " says so"));
    }

    private static ActivationOutcome wentBack(Optional<StorePath> running, String witness) {
        return new ActivationOutcome.Reverted(
                running,
                Failures.afterBoot(
                        "activation.not-confirmed",
                        "the host booted its new system, and went back before convoy could answer it" + witness,
                        List.of()));
    }

    static Reply ask(Contact contact) throws InterruptedException {
        return contact.ask(HostScript.BOOT.command("").asRoot().within(ANSWER), "boot", "");
    }

    /** Where nothing is on trial any more: whether the host has left, by another restart, what it was seen to have booted. */
    static Optional<ActivationOutcome> goneBack(HostAnswer answer, Restarted.Back seen) {
        boolean another =
                answer.text("boot_id").filter(id -> !id.equals(seen.bootId())).isPresent();
        return another && !answer.path("running").equals(seen.running())
                ? Optional.of(wentBack(answer.path("running"), ""))
                : Optional.empty();
    }

    /** Empty if there is none. */
    static Optional<ActivationRequest> request(HostAnswer answer, Terms terms) {
        return answer.text("request.run")
                .filter(ActivationRequest::isRunId)
                .flatMap(run -> answer.path("request.toplevel")
                        .map(system -> new ActivationRequest(
                                run,
                                ActivationGoal.BOOT,
                                system,
                                Optional.empty(),
                                new Specialisation.Kept(),
                                new Provenance(
                                        answer.text("request.operator").orElse(""),
                                        Optional.empty(),
                                        false,
                                        Optional.empty()),
                                terms)));
    }
}
