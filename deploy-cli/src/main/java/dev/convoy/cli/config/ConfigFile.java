package dev.convoy.cli.config;

import dev.convoy.evaluator.HostName;
import java.util.Map;
import java.util.SortedMap;

/** What one configuration file says, checked. */
record ConfigFile(Map<Setting, Value> settings, SortedMap<HostName, HostEntry> hosts) {
    ConfigFile {
        settings = Map.copyOf(settings);
        hosts = java.util.Collections.unmodifiableSortedMap(hosts);
    }
}
