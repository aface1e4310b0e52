package dev.convoy.cli.run.host;

import dev.convoy.cli.config.CacheAddress;
import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.TransferWay;
import java.util.List;
import java.util.Optional;

/** Through which cache a host's system reaches it, where it is not sent from here. Which one, only the operator says. */
final class HostCaches {
    private HostCaches() {}

    /** @throws UsageException if the operator wants some host to fetch, and does not say from where */
    static void check(Settings settings) {
        boolean some =
                settings.text(Setting.TRANSFER).flatMap(TransferWay::parse).equals(Optional.of(TransferWay.CACHE))
                        || settings.hosts().values().stream()
                                .anyMatch(entry -> entry.transfer().equals(Optional.of(TransferWay.CACHE)));
        if (some && cache(settings).isEmpty()) {
            throw new UsageException("transfer: cache needs a cache: --cache URL, or 'cache' in convoy.yaml");
        }
    }

    /** Of a host whose flake wants it to fetch. */
    static Optional<Failure> missing(Settings settings, HostSpec host) {
        return way(settings, host) == TransferWay.CACHE && cache(settings).isEmpty()
                ? Optional.of(
                        new Failure(
                                "plan.no-cache",
                                Phase.PLAN,
                                "it is to fetch from a cache (transfer in the flake), and it is not said from which",
                                List.of(),
                                List.of(
                                        "Say which: 'cache' in convoy.yaml, or --cache URL of 'deploy'; --transfer=direct sends it instead.")))
                : Optional.empty();
    }

    static Optional<CacheUrl> of(Settings settings, HostSpec host) {
        return way(settings, host) == TransferWay.CACHE ? cache(settings) : Optional.empty();
    }

    /** What is said for all, then in convoy.yaml of the host, then in the flake. */
    private static TransferWay way(Settings settings, HostSpec host) {
        return settings.text(Setting.TRANSFER)
                .flatMap(TransferWay::parse)
                .or(() -> Optional.ofNullable(settings.hosts().get(host.name())).flatMap(HostEntry::transfer))
                .or(() -> host.facts().transfer())
                .orElse(TransferWay.DIRECT);
    }

    private static Optional<CacheUrl> cache(Settings settings) {
        return settings.text(Setting.CACHE).map(text -> CacheAddress.parse(Setting.CACHE.flag(), text));
    }
}
