package dev.convoy.cli.ui;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the JSON lines hold beside their head, one record for each shape. Field names are those of the schema. */
sealed interface JsonData {
    record Nothing() implements JsonData {}

    record RunStarted(String runId, String command, String goal) implements JsonData {}

    record RunFinished(int exitCode, String meaning) implements JsonData {}

    record Cause(Fault failure) implements JsonData {}

    record Hosts(List<String> hosts) implements JsonData {}

    record Summary(String summary) implements JsonData {}

    record Reason(String reason) implements JsonData {}

    record Text(String text) implements JsonData {}

    record Logged(String level, String text) implements JsonData {}

    record EvalStarted(int hosts, int evaluators) implements JsonData {}

    record Evaluated(boolean fromCache) implements JsonData {}

    record HostFault(String code, String tried, String message, List<String> hints) implements JsonData {}

    record BuildProgress(
            int built, int toBuild, int building, int fetched, int toFetch, long bytesFetched, long bytesToFetch)
            implements JsonData {}

    record Derivation(String derivation) implements JsonData {}

    record BuildLog(String derivation, String text) implements JsonData {}

    record Built(String toplevel) implements JsonData {}

    record Amount(int paths, long narBytes) implements JsonData {}

    record Planned(int paths, long narBytes, int alreadyThere) implements JsonData {}

    record Copied(int paths, long narBytes, int alreadyThere, int fetchedPaths, long fetchedBytes)
            implements JsonData {}

    record NotFetched(int paths, long narBytes, String reason) implements JsonData {}

    record Path(String path) implements JsonData {}

    record Resumed(String reason, int attempt, int remaining) implements JsonData {}

    record Progress(long sentPaths, int paths, long sentBytes, long narBytes, long wireBytes, long fetchedBytes)
            implements JsonData {}

    record Step(String step) implements JsonData {}

    record Watching(long soakSeconds, int checks) implements JsonData {}

    /** @param result one of pass, fail, unknown */
    record HealthFinding(String check, String result, String text, boolean failedBefore) implements JsonData {}

    /**
     * @param moment one of before, after
     * @param stage one of build, copy, activation, reboot
     * @param site one of here, on-host
     */
    record HookBegun(String hook, String moment, String stage, String site) implements JsonData {}

    /** @param problem why it does not count as done */
    record HookDone(String hook, Optional<String> problem, List<String> output) implements JsonData {}

    record Wave(int number, int of, String stage, List<String> hosts, long soakSeconds) implements JsonData {}

    record WaveDone(int number, int of) implements JsonData {}

    /** @param action one of pause, stop, host, wave, run */
    record Halted(String reason, String action) implements JsonData {}

    record Rollback(List<String> hosts, String reason) implements JsonData {}

    record Observed(
            String address,
            String platform,
            Optional<String> running,
            Optional<String> booted,
            Optional<String> profile,
            OptionalInt generation,
            Optional<String> nixVersion,
            OptionalLong storeFree,
            Optional<String> systemState,
            List<String> failedUnits,
            List<String> warnings)
            implements JsonData {}

    /** @param outcome one of succeeded, unchanged, rolled-back, failed, skipped, indeterminate */
    record Outcome(String outcome, Optional<String> summary, List<String> warnings, Optional<Fault> failure)
            implements JsonData {}

    /** A part of others, never a line of its own. */
    record Fault(String code, String phase, String message, List<String> detail, List<String> hints) {}
}
