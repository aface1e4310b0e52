package dev.convoy.cli.run.look;

import dev.convoy.activation.HostLock;
import dev.convoy.activation.HostState;
import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.plan.RebootNeed;
import dev.convoy.cli.run.visit.Place;
import dev.convoy.cli.run.visit.Visits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What runs where, for programs. The format is docs/scripting.md, version 1. */
final class StatusJson {
    private StatusJson() {}

    static Map<String, Object> of(List<Visits.Visit<HostState>> visits) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", 1);
        json.put("hosts", visits.stream().map(StatusJson::host).toList());
        return json;
    }

    private static Map<String, Object> host(Visits.Visit<HostState> visit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", visit.place().host().value());
        visit.place().wanted().ifPresent(path -> json.put("wanted", path.toString()));
        visit.place().broken().ifPresent(why -> json.put("evaluationProblem", failure(why)));
        switch (visit) {
            case Visits.Visit.Answered<HostState>(Place place, HostState state) -> {
                json.put("reached", true);
                json.put("current", state.running().equals(place.wanted()));
                state(json, state);
            }
            case Visits.Visit.Failed<HostState>(Place _, Failure why) -> {
                json.put("reached", false);
                json.put("problem", failure(why));
            }
        }
        return json;
    }

    private static void state(Map<String, Object> json, HostState state) {
        json.put("address", state.address());
        json.put("hostname", state.hostname());
        json.put("platform", state.platform());
        state.running().ifPresent(path -> json.put("running", path.toString()));
        state.profile().ifPresent(path -> json.put("profile", path.toString()));
        state.booted().ifPresent(path -> json.put("booted", path.toString()));
        state.generation().ifPresent(number -> json.put("generation", number));
        json.put("rebootFor", RebootNeed.of(state));
        json.put("uptimeSeconds", state.uptime().toSeconds());
        state.nixVersion().ifPresent(version -> json.put("nixVersion", version));
        state.storeFree().ifPresent(bytes -> json.put("storeFreeBytes", bytes));
        state.systemState().ifPresent(value -> json.put("systemState", value));
        json.put("failedUnits", state.failedUnits());
        state.runInProgress().ifPresent(lock -> json.put("runInProgress", lock(lock)));
        state.interrupted().ifPresent(run -> json.put("interruptedRun", run));
        state.lastDeployment().ifPresent(entry -> json.put("lastDeployment", entry(entry)));
        json.put("warnings", state.warnings());
    }

    private static Map<String, Object> lock(HostLock lock) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", lock.runId());
        json.put("operator", lock.operator());
        json.put("since", lock.since().toString());
        lock.state().ifPresent(state -> json.put("state", state));
        lock.until().ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static Map<String, Object> entry(LedgerEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", entry.runId());
        json.put("time", entry.time().toString());
        json.put("operator", entry.operator());
        json.put("goal", entry.goal());
        json.put("toplevel", entry.toplevel().toString());
        entry.previous().ifPresent(path -> json.put("previous", path.toString()));
        entry.revision().ifPresent(revision -> json.put("revision", revision));
        json.put("dirty", entry.dirty());
        json.put("result", entry.result());
        return json;
    }

    static Map<String, Object> failure(Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", failure.code());
        json.put("message", failure.message());
        json.put("detail", failure.detail());
        json.put("hints", failure.hints());
        return json;
    }
}
