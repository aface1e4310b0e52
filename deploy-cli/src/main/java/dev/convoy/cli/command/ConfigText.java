package dev.convoy.cli.command;

import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.Value;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.run.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings, for people and for programs. */
final class ConfigText {
    private ConfigText() {}

    static String table(Settings settings) {
        var text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            Value value = settings.value(setting);
            String shown = value.text().isEmpty() ? "-" : Printable.line(value.text());
            text.append(String.format(
                    "%-20s %-16s %s%n", setting.key(), shown, value.origin().describe()));
        }
        settings.hosts()
                .forEach((name, entry) -> text.append(String.format(
                        "%-20s %-16s %s%n",
                        "hosts." + name,
                        String.join(" ", facts(entry)),
                        entry.origin().describe())));
        return text.toString();
    }

    private static List<String> facts(HostEntry entry) {
        List<String> facts = new ArrayList<>();
        host(entry).forEach((key, value) -> facts.add(key + "=" + Printable.line(String.valueOf(value))));
        return facts;
    }

    static String json(Settings settings) {
        List<Map<String, Object>> values = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Value value = settings.value(setting);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", setting.key());
            one.put("value", value.text());
            one.put("origin", value.origin().describe());
            one.put("flag", setting.flag());
            one.put("variable", setting.variable());
            values.add(one);
        }
        Map<String, Object> hosts = new LinkedHashMap<>();
        settings.hosts().forEach((name, entry) -> hosts.put(name.value(), host(entry)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("v", 1);
        all.put("settings", values);
        all.put("hosts", hosts);
        return Json.text(all);
    }

    private static Map<String, Object> host(HostEntry entry) {
        Map<String, Object> one = new LinkedHashMap<>();
        entry.address().ifPresent(v -> one.put("address", v.size() == 1 ? v.getFirst() : v));
        entry.port().ifPresent(v -> one.put("port", v));
        entry.user().ifPresent(v -> one.put("user", v));
        entry.tags().ifPresent(v -> one.put("tags", v));
        entry.sshOptions().ifPresent(v -> one.put("sshOptions", v));
        entry.buildOnTarget().ifPresent(v -> one.put("buildOnTarget", v));
        entry.escalation().ifPresent(v -> one.put("escalation", v));
        entry.offline().ifPresent(v -> one.put("offline", v));
        entry.sshTransport().ifPresent(v -> one.put("sshTransport", v.word()));
        entry.substituteOnDestination().ifPresent(v -> one.put("substituteOnDestination", v.word()));
        entry.transfer().ifPresent(v -> one.put("transfer", v.word()));
        return one;
    }
}
