package dev.convoy.cli.run.visit;

import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.config.Origin;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.Value;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.plan.HostPlan;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.run.frame.Sayings;
import dev.convoy.cli.select.HostSelection;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of hosts at which nobody answers when a run comes to them. Whoever answers, and is not the host or lets convoy
 * not in, is there: that is a failure, whatever is said here.
 *
 * @param intermittent hosts that may be away
 */
public record Offline(Settings settings, Optional<HostSelection> intermittent) {
    /** Of a connection that nobody took. No other failure has it. */
    private static final String NOBODY_ANSWERS = "transfer.unreachable";

    /** @throws dev.convoy.cli.usage.UsageException if the choice of hosts that may be away cannot be read */
    public static Offline of(Settings settings) {
        return new Offline(
                settings,
                settings.text(Setting.INTERMITTENT)
                        .map(text -> new HostSelection(
                                SelectorParser.parse(Setting.INTERMITTENT.flag(), text), settings.configuredTags())));
    }

    /**
     * For what does not wait.
     *
     * @throws UsageException if just that is asked for; what a file says is not meant for this
     */
    public static Offline atOnce(Settings settings) {
        Value all = settings.value(Setting.OFFLINE);
        if (all.origin() instanceof Origin.Flag && Settings.wait(all.text()).isPresent()) {
            throw new UsageException("--offline: only 'deploy' and 'push' wait for hosts; here it is fail or skip");
        }
        return of(settings);
    }

    /** @param tags those that the flake gives the host */
    public boolean skips(HostName host, Set<String> tags, Failure why) {
        return why.code().equals(NOBODY_ANSWERS) && policy(host, tags).equals("skip");
    }

    /** Empty where the host fails. */
    public Optional<HostPlan.Step.Away> away(HostName host, Set<String> tags, Failure why) {
        Optional<Duration> waits = Settings.wait(policy(host, tags));
        return why.code().equals(NOBODY_ANSWERS) && (waits.isPresent() || skips(host, tags, why))
                ? Optional.of(new HostPlan.Step.Away(why, waits))
                : Optional.empty();
    }

    /** Once nobody waits any more. */
    public static HostOutcome outcome(HostPlan.Step.Away away) {
        return away.waits()
                .<HostOutcome>map(most -> new HostOutcome.Failed(late(away.why(), most)))
                .orElseGet(() -> skipped(away.why()));
    }

    public static HostOutcome skipped(Failure why) {
        return new HostOutcome.Skipped(reason(why));
    }

    private static Failure late(Failure why, Duration most) {
        return new Failure(
                why.code(),
                why.phase(),
                why.message() + " (waited for " + Measure.elapsed(most) + ")",
                why.detail(),
                why.hints());
    }

    public static String reason(Failure why) {
        return "offline: " + why.message();
    }

    /** What is said for this run, then of the host, then of those that may be away, then of all. */
    private String policy(HostName host, Set<String> tags) {
        Value all = settings.value(Setting.OFFLINE);
        if (Sayings.isGiven(all)) {
            return all.text();
        }
        Optional<String> own = Optional.ofNullable(settings.hosts().get(host)).flatMap(HostEntry::offline);
        boolean mayBeAway = intermittent
                .filter(hosts -> hosts.conditionFor(host).holds(tags))
                .isPresent();
        return own.orElse(mayBeAway ? "skip" : all.text());
    }
}
