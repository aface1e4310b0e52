package dev.convoy.cli.run.host;

import dev.convoy.activation.health.Check;
import dev.convoy.activation.health.Probe;
import dev.convoy.cli.config.HealthEntry;
import dev.convoy.cli.config.HealthEntry.Kind;
import dev.convoy.cli.config.RolloutSection;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.usage.UsageException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which checks the operator's words mean for a host. */
final class HealthChecks {
    private final Settings settings;

    HealthChecks(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param address at which the host is reached by now
     * @throws UsageException if a check cannot be made of what is written
     */
    List<Check> of(Reached host, String address) {
        return settings.health().stream()
                .filter(entry -> isFor(host, entry.on()))
                .flatMap(entry -> probe(entry, host, address)
                        .map(probe -> new Check(filled(entry.name(), host, address), probe, entry.timing()))
                        .stream())
                .toList();
    }

    /** Units of the host that may fail. */
    SortedSet<String> ignoredUnits(Reached host) {
        var units = new TreeSet<String>();
        for (HealthEntry entry : settings.health()) {
            if (entry.kind() instanceof Kind.IgnoredUnits(List<String> its) && isFor(host, entry.on())) {
                units.addAll(its);
            }
        }
        return units;
    }

    private boolean isFor(Reached host, Optional<RolloutSection.Named> on) {
        return settings.mean(on, host.host(), host.facts().tags());
    }

    private static Optional<Probe> probe(HealthEntry entry, Reached host, String address) {
        return switch (entry.kind()) {
            case Kind.IgnoredUnits _ -> Optional.empty();
            case Kind.ActiveUnits(List<String> units) -> Optional.of(new Probe.ActiveUnits(units));
            case Kind.Tcp(String at) -> Optional.of(tcp(filled(at, host, address), address));
            case Kind.Http http ->
                Optional.of(new Probe.Http(
                        uri(filled(http.url(), host, address)), http.status().orElse(200), http.body()));
            case Kind.OnHost(String script) -> Optional.of(new Probe.OnHost(script));
            case Kind.Here(String script) ->
                Optional.of(
                        new Probe.Here(script, Map.of("CONVOY_HOST", host.host().value(), "CONVOY_ADDRESS", address)));
        };
    }

    private static Probe tcp(String at, String address) {
        int colon = at.lastIndexOf(':');
        String port = at.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
            throw new UsageException("health: tcp must be a port or address:port, not \"" + at + "\"");
        }
        return new Probe.Tcp(colon < 0 ? address : at.substring(0, colon), Integer.parseInt(port));
    }

    private static URI uri(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            throw new UsageException("health: http must be an address such as https://{address}/healthz, not \"" + text
                    + "\": " + notAUri.getMessage());
        }
        throw new UsageException(
                "health: http must be an address such as https://{address}/healthz, not \"" + text + "\"");
    }

    private static String filled(String text, Reached host, String address) {
        return text.replace("{host}", host.host().value()).replace("{address}", address);
    }
}
