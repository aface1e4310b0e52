package dev.convoy.activation;

import dev.convoy.activation.ActivationOutcome.DryRun;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.NeedsReboot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a system would change, in the words of its own program. Changes nothing, so there is nothing to supervise. */
record DryActivation(Contact contact, ActivationRequest request) {
    private static final int INIT_CHANGED = 100;

    ActivationOutcome run() throws InterruptedException {
        var command = HostScript.DRY_ACTIVATE
                .command(
                        request.toplevel().toString(),
                        RequestText.seconds(request.terms().deadline()))
                .asRoot()
                .within(request.terms().deadline().plus(Duration.ofMinutes(1)));
        return switch (contact.ask(command, "dry-activate", "")) {
            case Reply.Answered(HostAnswer answer, String _) -> outcome(answer);
            case Reply.Refused(String reason, List<String> stderr) ->
                failed("activation.no-root", "the host does not let convoy become root: " + reason, stderr);
            case Reply.OutOfReach(String reason, boolean _) ->
                failed("activation.unreachable", "the host could not be reached: " + reason, List.of());
        };
    }

    private ActivationOutcome outcome(HostAnswer answer) {
        Optional<String> problem = answer.text("problem");
        if (problem.isPresent()) {
            return failed("activation.not-a-system", problem.get(), List.of());
        }
        List<String> lines = new ArrayList<>(answer.all("line"));
        String exit = lines.isEmpty() ? "" : lines.removeLast();
        lines.removeIf(String::isBlank);
        if (exit.equals("exit 0")) {
            return new DryRun(List.copyOf(lines));
        }
        if (exit.equals("exit " + INIT_CHANGED)) {
            return new NeedsReboot(request.toplevel(), "the interface of init changes");
        }
        boolean locked = lines.stream().anyMatch(line -> line.contains("Could not acquire lock"));
        return locked
                ? failed("activation.switch-locked", "another switch-to-configuration runs on the host", lines)
                : failed("activation.dry-activate-failed", "switch-to-configuration dry-activate: " + exit, lines);
    }

    private static ActivationOutcome failed(String code, String message, List<String> log) {
        return new Failed(Optional.empty(), Failures.of(code, message, log));
    }
}
