package dev.convoy.cli.run.look;

import dev.convoy.activation.LedgerEntry;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.Journals.Found;
import dev.convoy.cli.journal.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Journals and ledgers for programs; the format is docs/scripting.md. */
final class HistoryJson {
    private HistoryJson() {}

    static Map<String, Object> list(List<Found> runs) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", 1);
        json.put(
                "runs",
                runs.stream()
                        .map(found -> switch (found) {
                            case Found.Whole(RunRecord run) -> head(run);
                            case Found.Broken(String id, String problem) -> Map.of("run", id, "unreadable", problem);
                        })
                        .toList());
        return json;
    }

    static Map<String, Object> one(RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", 1);
        json.putAll(head(run));
        json.put("hosts", run.all().stream().map(HistoryJson::host).toList());
        return json;
    }

    private static Map<String, Object> head(RunRecord run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.id());
        json.put("begun", run.begun().toString());
        run.ended().ifPresent(time -> json.put("ended", time.toString()));
        json.put("command", run.head().command());
        json.put("goal", run.head().goal().word());
        json.put("operator", run.head().operator());
        json.put("resumedBy", run.resumedBy());
        json.put("flake", run.head().flake().url());
        run.head().flake().revision().ifPresent(revision -> json.put("revision", revision));
        json.put("dirty", run.head().flake().dirty());
        run.head().flake().lockHash().ifPresent(hash -> json.put("lockHash", hash));
        run.head().note().ifPresent(note -> json.put("note", note));
        json.put("state", run.going() ? "going" : run.isCutOff() ? "cut-off" : "ended");
        run.exitCode().ifPresent(code -> json.put("exitCode", code));
        run.halt().ifPresent(halt -> json.put("halted", halt.reason()));
        json.put("hostCount", run.hosts().size());
        return json;
    }

    private static Map<String, Object> host(HostRecord host) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", host.host().value());
        host.head().before().ifPresent(path -> json.put("before", path.toString()));
        json.put("system", host.head().system().toString());
        host.lastStep().ifPresent(step -> json.put("lastStep", step.word()));
        host.ending().ifPresent(end -> {
            json.put("outcome", end.kind().word());
            json.put("text", end.text());
            end.code().ifPresent(code -> json.put("code", code));
        });
        return json;
    }

    static Map<String, Object> entry(LedgerEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", entry.runId());
        json.put("time", entry.time().toString());
        json.put("operator", entry.operator());
        json.put("goal", entry.goal());
        json.put("toplevel", entry.toplevel().toString());
        entry.previous().ifPresent(path -> json.put("previous", path.toString()));
        entry.revision().ifPresent(revision -> json.put("revision", revision));
        json.put("dirty", entry.dirty());
        entry.lockHash().ifPresent(hash -> json.put("lockHash", hash));
        json.put("result", entry.result());
        return json;
    }
}
