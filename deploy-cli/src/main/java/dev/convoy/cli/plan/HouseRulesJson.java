package dev.convoy.cli.plan;

import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.ShownScript;
import dev.convoy.activation.rollout.Window;
import dev.convoy.evaluator.HostName;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Windows and hooks, for programs. */
final class HouseRulesJson {
    private HouseRulesJson() {}

    static void put(HouseRules rules, Map<String, Object> json) {
        if (!rules.windows().isEmpty()) {
            json.put(
                    "windows",
                    rules.windows().stream().map(HouseRulesJson::window).toList());
        }
        if (!rules.hooks().isEmpty()) {
            json.put("hooks", rules.hooks().stream().map(HouseRulesJson::hook).toList());
        }
    }

    private static Map<String, Object> window(WindowPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hosts", names(plan.hosts()));
        json.put("open", plan.windows().at(plan.now()).isEmpty());
        plan.override().ifPresent(reason -> json.put("override", reason));
        plan.windows()
                .closes(plan.now())
                .ifPresent(closes -> json.put("closes", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(closes)));
        plan.windows()
                .opens(plan.now())
                .ifPresent(opens -> json.put("opens", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(opens)));
        json.put(
                "rules", plan.windows().all().stream().map(HouseRulesJson::rule).toList());
        return json;
    }

    private static Map<String, Object> rule(Window window) {
        return Map.of(HouseRulesText.word(window.rule()), window.text());
    }

    private static Map<String, Object> hook(HookPlan plan) {
        Hook hook = plan.hook();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("moment", hook.moment().word());
        json.put("stage", hook.stage().word());
        json.put("name", hook.name());
        json.put(
                "where",
                switch (hook.site()) {
                    case HERE -> "here";
                    case ON_HOST -> "onHost";
                });
        json.put("command", ShownScript.of(hook.script()));
        json.put("timeoutSeconds", hook.timeout().toSeconds());
        json.put("hosts", names(plan.hosts()));
        return json;
    }

    private static List<String> names(Collection<HostName> hosts) {
        return hosts.stream().map(HostName::value).toList();
    }
}
