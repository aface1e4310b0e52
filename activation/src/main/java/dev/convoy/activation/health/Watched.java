package dev.convoy.activation.health;

import java.time.Instant;
import java.util.Optional;

/** A check while it is made again and again: what it said last, and how often in a row. */
final class Watched {
    private final Check check;
    private final boolean failedBefore;
    private Result last = new Result.CouldNotTell("it was not looked at");
    private Optional<Result> lastFailure = Optional.empty();
    private Optional<String> told = Optional.empty();
    private Instant next;
    private int passes;
    private int failures;
    private int unknowns;
    private int triesAfterEnd;

    Watched(Check check, boolean failedBefore, Instant first) {
        this.check = check;
        this.failedBefore = failedBefore;
        this.next = first;
    }

    Check check() {
        return check;
    }

    Instant next() {
        return next;
    }

    /** @param afterEnd whether the soak was over by then */
    void saw(Result result, Instant now, boolean afterEnd) {
        next = now.plus(check.timing().interval());
        last = result;
        lastFailure = result.isFailure() ? Optional.of(result) : lastFailure;
        triesAfterEnd += afterEnd ? 1 : 0;
        passes = result instanceof Result.Pass ? passes + 1 : 0;
        unknowns = result instanceof Result.CouldNotTell ? unknowns + 1 : 0;
        // Not to be able to look does not make a failure that was seen undone.
        if (!(result instanceof Result.CouldNotTell)) {
            failures = result.isFailure() ? failures + 1 : 0;
        }
    }

    /** More failures in a row than are overlooked, or, after the soak, no end of passing and failing in turn. */
    boolean hasFailed() {
        boolean flaps = triesAfterEnd > patience() && passes < check.timing().consecutive();
        return failures > check.timing().retries() || (flaps && lastFailure.isPresent());
    }

    /** Whether there is no need to look any more, once the soak is over. */
    boolean isSettled() {
        return hasFailed()
                || passes >= check.timing().consecutive()
                || unknowns > check.timing().retries()
                || triesAfterEnd > patience();
    }

    private int patience() {
        return 2 * (check.timing().retries() + check.timing().consecutive());
    }

    /** Whether it says something else than when it was told of last. */
    boolean isNews() {
        String word = switch (last) {
            case Result.Pass() -> "pass";
            case Result.Fail(String why, var _) -> "fail " + why;
            case Result.UnitsFailed(var units) -> "units " + units;
            case Result.CouldNotTell(String why) -> "unknown " + why;
        };
        boolean news = !told.equals(Optional.of(word));
        told = Optional.of(word);
        return news;
    }

    Finding finding() {
        return new Finding(check, hasFailed() ? lastFailure.orElse(last) : last, failedBefore);
    }
}
