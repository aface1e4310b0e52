package dev.convoy.cli.config;

import dev.convoy.evaluator.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What one configuration file says, checked. */
record ConfigFile(
        Map<Setting, Value> settings,
        SortedMap<HostName, HostEntry> hosts,
        Optional<RolloutSection> rollout,
        Optional<List<HealthEntry>> health,
        Optional<List<WindowEntry>> windows,
        Optional<List<HookEntry>> hooks) {
    ConfigFile {
        settings = Map.copyOf(settings);
        hosts = java.util.Collections.unmodifiableSortedMap(hosts);
    }
}
