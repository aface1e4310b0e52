package dev.convoy.cli.ui;

import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one host does now.
 *
 * @param detail what exactly, or why it waits
 * @param soaksUntil the end of its soak, while a new system is on trial there
 * @param began when it left the queue for the first time
 * @param since when this phase began; once there is an outcome, when that came
 */
record HostRow(
        HostName host,
        Standing standing,
        Phase phase,
        String detail,
        Optional<Instant> began,
        Instant since,
        Optional<Sending> sending,
        Optional<Instant> soaksUntil,
        Optional<HostOutcome> outcome) {

    /** In the order in which they deserve a row when there are more hosts than rows. */
    enum Standing {
        RUNNING,
        FAILED,
        WAITING,
        DONE
    }

    static HostRow waiting(HostName host, Phase phase, Instant now) {
        return new HostRow(
                host,
                Standing.WAITING,
                phase,
                "",
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    HostRow started(Phase next, Instant now) {
        return new HostRow(
                host,
                Standing.RUNNING,
                next,
                "",
                began.or(() -> Optional.of(now)),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Does this; whoever is heard of is at work, even if no phase was announced. */
    HostRow doing(String what, Phase in, Instant now) {
        HostRow row = standing == Standing.RUNNING && phase == in ? this : started(in, now);
        return new HostRow(
                host, Standing.RUNNING, in, what, row.began, row.since, row.sending, row.soaksUntil, Optional.empty());
    }

    HostRow sending(Sending sending, Phase in, Instant now) {
        HostRow row = doing("", in, now);
        return new HostRow(
                host,
                row.standing,
                in,
                "",
                row.began,
                row.since,
                Optional.of(sending),
                Optional.empty(),
                Optional.empty());
    }

    /** Is on trial until then. */
    HostRow soaking(Instant until, Phase in, Instant now) {
        HostRow row = doing("", in, now);
        return new HostRow(
                host,
                row.standing,
                in,
                "",
                row.began,
                row.since,
                Optional.empty(),
                Optional.of(until),
                Optional.empty());
    }

    /** What there is to say of it, whatever it does. */
    HostRow saying(String what) {
        return new HostRow(host, standing, phase, what, began, since, sending, soaksUntil, outcome);
    }

    /** Has done its part of this phase; what comes next has not begun. */
    HostRow finished(String summary) {
        return new HostRow(
                host, standing, phase, summary, began, since, Optional.empty(), Optional.empty(), Optional.empty());
    }

    HostRow waits(String reason, Phase in, Instant now) {
        return new HostRow(
                host, Standing.WAITING, in, reason, began, now, Optional.empty(), Optional.empty(), Optional.empty());
    }

    HostRow ended(HostOutcome how, Phase in, Instant now) {
        Standing standing = switch (how) {
            case HostOutcome.Succeeded _, HostOutcome.Unchanged _, HostOutcome.Skipped _ -> Standing.DONE;
            case HostOutcome.Failed _, HostOutcome.RolledBack _, HostOutcome.Indeterminate _ -> Standing.FAILED;
        };
        return new HostRow(host, standing, in, "", began, now, Optional.empty(), Optional.empty(), Optional.of(how));
    }

    /** The time in this phase, or, at its end, the time that the host took in all. */
    Duration elapsed(Instant now) {
        return outcome.isPresent()
                ? began.map(start -> Duration.between(start, since)).orElse(Duration.ZERO)
                : Duration.between(since, now);
    }
}
