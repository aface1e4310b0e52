package dev.convoy.cli.run.host;

import dev.convoy.activation.rollout.Windows;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.WindowEntry;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Whether hosts may be changed now, as the windows of the configuration have it. */
public record ChangeWindows(Settings settings, Clock clock) {
    public static ChangeWindows of(Equipment equipment) {
        return new ChangeWindows(equipment.settings(), equipment.rooms().clock());
    }

    /** What the journal is told of windows that do not count this time. */
    static Optional<String> override(Settings settings) {
        return settings.text(Setting.OVERRIDE_WINDOWS).map(reason -> "windows overridden: " + reason);
    }

    /** Why the host must be left alone now; empty when it need not, or when the operator overrides. */
    public Optional<Failure> refusal(HostName host, DeploymentFacts facts) {
        return override(settings).isPresent()
                ? Optional.empty()
                : closed(host, facts).map(closed -> failure(closed));
    }

    /** What an operator who overrides should know. */
    public Optional<String> warning(HostName host, DeploymentFacts facts) {
        return override(settings)
                .flatMap(override -> closed(host, facts).map(closed -> "changed " + closed.why() + "; " + override));
    }

    /** Why the operator goes ahead while they are closed. */
    public Optional<String> reason() {
        return settings.text(Setting.OVERRIDE_WINDOWS);
    }

    /** Those that are meant for the host. */
    public Windows of(HostName host, DeploymentFacts facts) {
        return new Windows(settings.windows().stream()
                .filter(entry -> settings.mean(entry.on(), host, facts.tags()))
                .map(WindowEntry::window)
                .toList());
    }

    private Optional<Windows.Closed> closed(HostName host, DeploymentFacts facts) {
        return of(host, facts).at(clock.instant());
    }

    private static Failure failure(Windows.Closed closed) {
        return new Failure(
                "plan.window-closed",
                Phase.PLAN,
                "it must not be changed now: " + closed.why(),
                List.of(),
                List.of(
                        closed.opens()
                                .map(opens -> "It may be from " + Windows.words(opens) + ".")
                                .orElse("No window opens within a year."),
                        "If it cannot wait: --override-windows REASON, which is recorded."));
    }
}
