package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Share;
import dev.convoy.evaluator.HostName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All settings with their final values.
 *
 * @param hosts what the files say of single hosts
 * @param rollout, health, windows, hooks what the strongest file that speaks of them says
 * @param files the configuration files that were read, strongest first
 */
public record Settings(
        Map<Setting, Value> values,
        SortedMap<HostName, HostEntry> hosts,
        RolloutSection rollout,
        List<HealthEntry> health,
        List<WindowEntry> windows,
        List<HookEntry> hooks,
        List<Path> files) {
    public Settings {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
        hosts = Collections.unmodifiableSortedMap(hosts);
        health = List.copyOf(health);
        windows = List.copyOf(windows);
        hooks = List.copyOf(hooks);
        files = List.copyOf(files);
    }

    /** Tags that the files give to hosts; these replace the flake's. */
    public Map<HostName, Set<String>> configuredTags() {
        Map<HostName, Set<String>> tags = new HashMap<>();
        hosts.forEach((name, entry) -> entry.tags().ifPresent(its -> tags.put(name, its)));
        return tags;
    }

    /**
     * Whether an entry of a file is for a host.
     *
     * @param on as the entry says; empty means all
     * @param tags those that the flake gives it
     */
    public boolean mean(Optional<RolloutSection.Named> on, HostName host, Set<String> tags) {
        Set<String> its = Optional.ofNullable(hosts.get(host))
                .<Set<String>>flatMap(entry -> entry.tags().map(own -> own))
                .orElse(tags);
        return on.isEmpty() || on.get().hosts().conditionFor(host).holds(its);
    }

    /** Every choice of hosts in the files. */
    public Stream<RolloutSection.Named> selectors() {
        return Stream.of(
                        rollout.selectors(),
                        health.stream().flatMap(entry -> entry.on().stream()),
                        windows.stream().flatMap(entry -> entry.on().stream()),
                        hooks.stream().flatMap(entry -> entry.on().stream()))
                .flatMap(named -> named);
    }

    public Value value(Setting setting) {
        return Objects.requireNonNull(values.get(setting), setting.key());
    }

    /** Empty where neither the operator nor a default says anything. */
    public Optional<String> text(Setting setting) {
        return Optional.of(value(setting).text()).filter(t -> !t.isEmpty());
    }

    public boolean isOn(Setting setting) {
        return value(setting).text().equals("true");
    }

    /** For switches that may be left to something else. */
    public Optional<Boolean> choice(Setting setting) {
        return text(setting).map("true"::equals);
    }

    public OptionalInt count(Setting setting) {
        return text(setting).map(t -> OptionalInt.of(Integer.parseInt(t))).orElse(OptionalInt.empty());
    }

    public Optional<Share> share(Setting setting) {
        return text(setting).flatMap(Share::parse);
    }

    /** For times that may be left to something else. */
    public Optional<Duration> time(Setting setting) {
        return text(setting).flatMap(SettingKind::span);
    }

    /** The count of a setting that falls back to another one that has a default. */
    public int count(Setting setting, Setting fallback) {
        return count(setting).orElseGet(() -> count(fallback).orElseThrow());
    }

    public Duration span(Setting setting) {
        return SettingKind.span(value(setting).text()).orElseThrow();
    }

    /** How long hosts are waited for, as {@link Setting#OFFLINE} or a host's own word for it says; empty where they are not. */
    public static Optional<Duration> wait(String offline) {
        return SettingKind.wait(offline);
    }

    /** In bytes a second. */
    public OptionalLong rate(Setting setting) {
        return SettingKind.rate(value(setting).text());
    }

    public Map<String, String> pairs(Setting setting) {
        Map<String, String> pairs = new LinkedHashMap<>();
        value(setting).text().lines().filter(line -> !line.isBlank()).forEach(line -> {
            int sign = line.indexOf('=');
            pairs.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
        });
        return pairs;
    }
}
