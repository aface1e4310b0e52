package dev.convoy.cli.run.host;

import dev.convoy.activation.hook.Hook;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Json;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a hook is told.
 *
 * @param goal such as {@code switch}, or {@code reboot}
 * @param wanted the system that the host shall have; empty where none is brought
 * @param running what it runs as the run begins
 */
public record HookContext(
        String runId,
        String goal,
        String operator,
        Optional<String> revision,
        HostName host,
        DeploymentFacts facts,
        Optional<StorePath> wanted,
        Optional<StorePath> running) {
    boolean isDryRun() {
        return goal.equals(Goal.DRY_ACTIVATE.word());
    }

    /** @param address where the host is reached by now */
    Map<String, String> environment(Hook hook, String address, String result) {
        Map<String, String> environment = new TreeMap<>();
        said(hook, address, result)
                .forEach((name, value) -> environment.put("CONVOY_" + name.toUpperCase(Locale.ROOT), value));
        return environment;
    }

    /** The same, and what is no single word. */
    String json(Hook hook, String address, String result) {
        Map<String, Object> json = new LinkedHashMap<>(said(hook, address, result));
        json.put("tags", List.copyOf(facts.tags()));
        return Json.text(json);
    }

    /** What is not known is left out. */
    private Map<String, String> said(Hook hook, String address, String result) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("run", runId);
        said.put("goal", goal);
        said.put("host", host.value());
        said.put("address", address);
        said.put("moment", hook.moment().word());
        said.put("stage", hook.stage().word());
        wanted.ifPresent(system -> said.put("system", system.toString()));
        running.ifPresent(system -> said.put("running", system.toString()));
        revision.ifPresent(commit -> said.put("revision", commit));
        said.put("operator", operator);
        if (!result.isEmpty()) {
            said.put("result", result);
        }
        return said;
    }
}
