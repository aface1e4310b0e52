package dev.convoy.cli.config;

import dev.convoy.activation.rollout.Times;
import dev.convoy.activation.rollout.Window;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/** Reads {@code windows:}, a list of times. */
final class WindowsReader {
    static final String KEY = "windows";

    private static final List<String> KEYS = List.of("allow", "deny", "on", "zone", "reason");

    private WindowsReader() {}

    static List<WindowEntry> read(Path file, YamlNode.Entry section) {
        return YamlKeys.itemsOf(file, KEY, section).stream()
                .map(WindowsReader::entry)
                .toList();
    }

    private static WindowEntry entry(YamlKeys keys) {
        keys.only(KEYS);
        String rule = keys.oneOf("a window", List.of("allow", "deny"));
        String text = keys.text(rule).orElse("");
        Times times = Times.parse(text)
                .orElseThrow(() -> keys.complaint(
                        rule,
                        rule + " must be times such as 'Mon-Thu 09:00-16:00', '22:00-05:00' or"
                                + " '2026-12-20 to 2027-01-03', not \"" + text + "\""));
        String words = keys.text("reason").map(reason -> reason + ", " + text).orElse(text);
        return new WindowEntry(
                keys.hosts("on"),
                new Window(
                        rule.equals("allow") ? Window.Rule.ALLOW : Window.Rule.DENY,
                        times,
                        zone(keys),
                        words + keys.text("zone").map(zone -> " " + zone).orElse("")));
    }

    private static ZoneId zone(YamlKeys keys) {
        return keys.text("zone")
                .map(name -> {
                    try {
                        return ZoneId.of(name);
                    } catch (DateTimeException unknown) {
                        throw keys.complaint("zone", "zone must be one such as Europe/Berlin, not \"" + name + "\"");
                    }
                })
                .orElseGet(ZoneId::systemDefault);
    }
}
