package dev.convoy.cli.plan;

import dev.convoy.activation.rollout.Wave;
import dev.convoy.cli.event.Failure;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plan for programs: plain maps and lists, in a fixed order. The format is docs/scripting.md, version 1. */
public final class PlanJson {
    private PlanJson() {}

    public static Map<String, Object> of(DeploymentPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", 1);
        json.put("goal", plan.goal().word());
        json.put("hosts", plan.hosts().stream().map(PlanJson::host).toList());
        if (plan.rollout().isStaged()) {
            json.put("rollout", rollout(plan.rollout()));
        }
        HouseRulesJson.put(plan.rules(), json);
        plan.builds().ifPresent(builds -> json.put("builds", builds(builds)));
        return json;
    }

    private static Map<String, Object> host(HostPlan host) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", host.host().value());
        host.state().ifPresent(state -> json.put("address", state.address()));
        host.running().ifPresent(path -> json.put("running", path.toString()));
        host.wanted().ifPresent(path -> json.put("wanted", path.toString()));
        switch (host.step()) {
            case HostPlan.Step.Unchanged() -> json.put("step", "unchanged");
            case HostPlan.Step.Away(Failure why, var waits) -> {
                json.put("step", "away");
                waits.ifPresent(most -> json.put("waitSeconds", most.toSeconds()));
                json.put("problems", List.of(failure(why)));
            }
            case HostPlan.Step.Refused(List<Failure> problems) -> {
                json.put("step", "refused");
                json.put("problems", problems.stream().map(PlanJson::failure).toList());
            }
            case HostPlan.Step.Change change -> {
                json.put("step", "change");
                json.put("buildsThere", change.buildsThere());
                change.packages().ifPresent(diff -> json.put("packages", packages(diff)));
                change.cache().ifPresent(cache -> json.put("copyThrough", cache));
                change.copy().ifPresent(copy -> {
                    json.put("copyPaths", copy.paths());
                    json.put("copyBytes", copy.narBytes());
                    boolean own = change.cache().isEmpty();
                    json.put("fetchablePaths", own ? copy.fetchablePaths() : 0);
                    json.put("fetchableBytes", own ? copy.fetchableBytes() : 0);
                });
                json.put("rebootFor", change.reboot());
                json.put("restart", change.restart().word());
                json.put("warnings", change.warnings());
            }
        }
        return json;
    }

    private static Map<String, Object> rollout(RolloutPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("waves", plan.waves().stream().map(PlanJson::wave).toList());
        json.put("onFailure", plan.onFailure().word());
        plan.untried().ifPresent(stage -> json.put("untriedStage", stage.name()));
        return json;
    }

    private static Map<String, Object> wave(Wave<HostName> wave) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", wave.number());
        json.put("stage", wave.stage().name());
        json.put("hosts", wave.hosts().stream().map(HostName::value).toList());
        json.put("maxParallel", wave.atOnce());
        json.put("soakSeconds", wave.stage().soak().toSeconds());
        return json;
    }

    private static Map<String, Object> failure(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", failure.code());
        json.put("message", failure.message());
        json.put("detail", failure.detail());
        json.put("hints", failure.hints());
        return json;
    }

    private static List<Map<String, Object>> packages(PackageDiff diff) {
        return diff.changes().stream().map(PlanJson::change).toList();
    }

    private static Map<String, Object> change(PackageChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", change.name());
        json.put("before", change.before());
        json.put("after", change.after());
        json.put("bytesBefore", change.bytesBefore());
        json.put("bytesAfter", change.bytesAfter());
        return json;
    }

    private static Map<String, Object> builds(BuildPlan builds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("build", builds.builds().stream().map(StorePath::toString).toList());
        json.put("fetch", builds.fetches().stream().map(StorePath::toString).toList());
        json.put("downloadBytes", builds.downloadBytes());
        json.put("unpackedBytes", builds.unpackedBytes());
        return json;
    }
}
