package dev.convoy.activation;

import java.time.Duration;
import java.util.Optional;

/** The run that a host's boot is a trial of, whoever began it and whoever restarted the host. */
final class BootTrial {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private BootTrial() {}

    /** Empty if there is none, or the host cannot be asked. */
    static Optional<ActivationRequest> on(Contact contact, Terms terms) throws InterruptedException {
        var command = HostScript.BOOT.command("").asRoot().within(ANSWER);
        return contact.ask(command, "boot", "") instanceof Reply.Answered(HostAnswer answer, String _)
                ? request(answer, terms)
                : Optional.empty();
    }

    private static Optional<ActivationRequest> request(HostAnswer answer, Terms terms) {
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
