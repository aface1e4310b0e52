package dev.convoy.cli.run.host;

import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.transfer.Substitution;
import java.util.Optional;

/** Whether a host fetches from its own caches what would otherwise be sent to it. */
final class OwnCaches {
    private OwnCaches() {}

    /** What is said for all, then in convoy.yaml of the host, then in the flake. */
    static Substitution of(Settings settings, HostSpec host) {
        return settings.text(Setting.SUBSTITUTE_ON_DESTINATION)
                .flatMap(Substitution::parse)
                .or(() -> Optional.ofNullable(settings.hosts().get(host.name()))
                        .flatMap(HostEntry::substituteOnDestination))
                .or(() ->
                        host.facts().substituteOnDestination().map(may -> may ? Substitution.AUTO : Substitution.NEVER))
                .orElse(Substitution.AUTO);
    }
}
