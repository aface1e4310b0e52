package dev.convoy.activation.health;

import dev.convoy.activation.Pause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes a host's checks, one after the other: once before anything is changed, and again and again while a new system is on
 * trial. Ends early when one fails; holds out for the whole soak otherwise, and as much longer as a check needs to make up
 * its mind.
 */
public final class HealthWatch {
    private final List<Check> checks;
    private final Look look;
    private final Consumer<Finding> news;
    private final Clock clock;
    private final Pause pause;

    /** Makes one probe. */
    public interface Look {
        Result at(Probe probe, Duration timeout) throws InterruptedException;
    }

    /** Keeps the trial alive meanwhile. */
    public interface Heart {
        /**
         * @param until the next beat, at the latest
         * @return false if the trial is over
         */
        boolean beat(Duration until) throws InterruptedException;
    }

    /** @param news is told of every check whose result changes */
    public HealthWatch(List<Check> checks, Look look, Consumer<Finding> news, Clock clock, Pause pause) {
        this.checks = List.copyOf(checks);
        this.look = look;
        this.news = news;
        this.clock = clock;
        this.pause = pause;
    }

    /** Looks once. The names of the checks that fail now. */
    public Set<String> failing() throws InterruptedException {
        var failing = new TreeSet<String>();
        for (Check check : checks) {
            if (look.at(check.probe(), check.timing().timeout()).isFailure()) {
                failing.add(check.name());
            }
        }
        return failing;
    }

    /** What became of each check. */
    public List<Finding> watch(Duration soak, Set<String> failedBefore, Heart heart) throws InterruptedException {
        Instant begin = clock.instant();
        Instant end = begin.plus(soak);
        List<Watched> all = checks.stream()
                .map(check -> new Watched(check, failedBefore.contains(check.name()), begin))
                .toList();
        while (true) {
            for (Watched one : all) {
                if (!one.next().isAfter(clock.instant())) {
                    if (!heart.beat(one.check().timing().timeout())) {
                        return findings(all);
                    }
                    make(one, end);
                }
            }
            boolean over = !clock.instant().isBefore(end) && all.stream().allMatch(Watched::isSettled);
            if (over
                    || all.stream()
                            .anyMatch(one -> one.hasFailed() && one.finding().counts())) {
                return findings(all);
            }
            Duration wait = wait(all, end);
            if (!heart.beat(wait)) {
                return findings(all);
            }
            pause.pause(wait);
        }
    }

    private void make(Watched one, Instant end) throws InterruptedException {
        Instant now = clock.instant();
        one.saw(look.at(one.check().probe(), one.check().timing().timeout()), now, !now.isBefore(end));
        if (one.isNews()) {
            news.accept(one.finding());
        }
    }

    /** Until the next check is due, or the soak is over, whichever comes first. */
    private Duration wait(Collection<Watched> all, Instant end) {
        Instant now = clock.instant();
        Instant next = all.stream()
                .filter(one -> now.isBefore(end) || !one.isSettled())
                .map(Watched::next)
                .min(Comparator.naturalOrder())
                .filter(due -> due.isBefore(end) || !now.isBefore(end))
                .orElse(end);
        Duration wait = Duration.between(now, next);
        return wait.isPositive() ? wait : Duration.ofMillis(1);
    }

    private static List<Finding> findings(Collection<Watched> all) {
        return all.stream().map(Watched::finding).toList();
    }
}
