package dev.convoy.cli.run.host;

import dev.convoy.cli.config.CacheAddress;
import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.TransferWay;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.HostName;
import java.util.Optional;

/** Through which cache a host's system reaches it, where it is not sent from here. */
final class HostCaches {
    private HostCaches() {}

    /** @throws UsageException if some host is to fetch, and it is not said from where */
    static void check(Settings settings) {
        boolean some =
                settings.text(Setting.TRANSFER).flatMap(TransferWay::parse).equals(Optional.of(TransferWay.CACHE))
                        || settings.hosts().values().stream()
                                .anyMatch(entry -> entry.transfer().equals(Optional.of(TransferWay.CACHE)));
        if (some && cache(settings).isEmpty()) {
            throw new UsageException("transfer: cache needs a cache: --cache URL, or 'cache' in convoy.yaml");
        }
    }

    /** What is said for all, then in convoy.yaml of the host. */
    static Optional<CacheUrl> of(Settings settings, HostName host) {
        TransferWay way = settings.text(Setting.TRANSFER)
                .flatMap(TransferWay::parse)
                .or(() -> Optional.ofNullable(settings.hosts().get(host)).flatMap(HostEntry::transfer))
                .orElse(TransferWay.DIRECT);
        return way == TransferWay.CACHE ? cache(settings) : Optional.empty();
    }

    private static Optional<CacheUrl> cache(Settings settings) {
        return settings.text(Setting.CACHE).map(text -> CacheAddress.parse(Setting.CACHE.flag(), text));
    }
}
