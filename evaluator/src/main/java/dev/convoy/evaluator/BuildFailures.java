package dev.convoy.evaluator;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers, from Nix's log, which derivations failed by themselves, why, and how their own logs ended. */
final class BuildFailures {
    private static final int LAST_LINES = 20;

    private static final Pattern DERIVATION = Pattern.compile("/nix/store/[0-9a-z]{32}-[^'\\s]+\\.drv");

    /** What fails because something else failed. 2.8: "1 dependencies of derivation 'D' failed to build"; 2.34: "Reason: 1 dependency failed". */
    private static final Pattern CONSEQUENCE =
            Pattern.compile("dependenc(?:y|ies)(?: of derivation .*)? failed|^(?:error: )?build of .* failed$");

    /** A daemon puts the end of the log into the message, from 2.24 or so 25 lines of it. */
    private static final Pattern QUOTED_LOG = Pattern.compile("(?is)[;.]?\\s*last \\d+ log lines:.*");

    private final Map<Long, StorePath> builds = new HashMap<>();
    private final Map<StorePath, Deque<String>> tails = new HashMap<>();
    private final Map<StorePath, String> causes = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();

    void started(long id, StorePath derivation) {
        builds.put(id, derivation);
    }

    Optional<StorePath> build(long id) {
        return Optional.ofNullable(builds.get(id));
    }

    void line(StorePath derivation, String text) {
        Deque<String> tail = tails.computeIfAbsent(derivation, any -> new ArrayDeque<>());
        if (tail.size() == LAST_LINES) {
            tail.removeFirst();
        }
        tail.addLast(text);
    }

    /** A message of level 0. */
    void error(String message) {
        String text = tidy(message);
        errors.add(text);
        Matcher derivation = DERIVATION.matcher(text);
        if (!CONSEQUENCE.matcher(text).find() && derivation.find()) {
            try {
                causes.putIfAbsent(StorePath.parse(derivation.group()), text);
            } catch (NixFormatException e) {
                // A name that only looks like one; the message itself is kept.
                return;
            }
        }
    }

    /** Without Nix's indentation, and without the outputs that 2.34 lists: the derivation says as much. */
    private static String tidy(String message) {
        return message.strip()
                .replaceFirst("^error:\\s*", "")
                .replaceAll("\n {1,7}", "\n")
                .replaceAll("\nOutput paths:(?:\n\\s*/nix/store/\\S+)*", "");
    }

    /** Those that failed by themselves, in the order of their failing. */
    List<StorePath> failed() {
        return List.copyOf(causes.keySet());
    }

    /** Nix's own words about the rest, for failures that name no derivation. */
    String errors() {
        return String.join("\n", errors);
    }

    /** @param where added to the command that shows the whole log, such as {@code " on web1"} */
    EvalFailure failure(StorePath derivation, String where) {
        String cause = causes.getOrDefault(derivation, "the build failed");
        Deque<String> tail = tails.getOrDefault(derivation, new ArrayDeque<>());
        StringBuilder message = new StringBuilder(
                tail.isEmpty() ? cause : QUOTED_LOG.matcher(cause).replaceAll(""));
        if (!tail.isEmpty()) {
            message.append("\nthe last lines of its log:");
            tail.forEach(line -> message.append("\n  ").append(line));
        }
        return fault(cause, String.join("\n", tail))
                .failure(
                        "building " + derivation.name(),
                        message.toString(),
                        List.of("see the whole log: " + NixCli.logCommand(derivation) + where));
    }

    static Fault fault(String cause, String log) {
        if (cause.contains("hash mismatch")) {
            return Fault.BUILD_HASH_MISMATCH;
        }
        if (cause.contains("timed out")) {
            return Fault.BUILD_TIMED_OUT;
        }
        if (cause.contains("is required to build") || cause.contains("Required system")) {
            return Fault.BUILD_PLATFORM;
        }
        if (cause.contains("No space left on device") || log.contains("No space left on device")) {
            return Fault.BUILD_DISK_FULL;
        }
        if (cause.matches(
                "(?s).*(unable to download|don't know how to build|no substituter that can build|cannot substitute).*")) {
            return Fault.BUILD_FETCH_FAILED;
        }
        return Fault.BUILD_FAILED;
    }
}
