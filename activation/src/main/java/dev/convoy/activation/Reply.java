package dev.convoy.activation;

import java.util.List;

/** What became of a question to a host. */
sealed interface Reply {
    /** @param rest what came after the end marker */
    record Answered(HostAnswer answer, String rest) implements Reply {}

    /** The host is there and did not run the script, mostly because convoy may not become root. */
    record Refused(String reason, List<String> stderr) implements Reply {}

    /** @param asked whether the question may have reached the host */
    record OutOfReach(String reason, boolean asked) implements Reply {}
}
