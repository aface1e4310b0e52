package dev.convoy.activation.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {
    @Test
    void aLimitIsReachedByTheFirstFailureBeyondIt() {
        Judge<String> judge = judge(10, Map.of(FailureKind.UNHEALTHY, new Share.Count(1)), Map.of());
        judge.failed("h0", FailureKind.UNHEALTHY);
        assertThat(judge.reached()).isEmpty();
        judge.failed("h1", FailureKind.UNHEALTHY);
        assertThat(judge.reached()).contains(new Judge.Reached(Optional.of("stage"), FailureKind.UNHEALTHY, 2, 1, 10));
    }

    @Test
    void percentagesAreOfTheStageAndRoundedDown() {
        Judge<String> judge = judge(19, Map.of(FailureKind.DEGRADED, new Share.Percent(10)), Map.of());
        judge.failed("h0", FailureKind.DEGRADED);
        assertThat(judge.reached()).isEmpty();
        judge.failed("h1", FailureKind.DEGRADED);
        assertThat(judge.reached()).isPresent();
    }

    @Test
    void kindsAreCountedApart() {
        Judge<String> judge = judge(10, FailureLimits.STRICT.limits(), Map.of());
        judge.failed("h0", FailureKind.UNREACHABLE);
        assertThat(judge.reached()).isEmpty();
        judge.failed("h1", FailureKind.NOT_ACTIVATED);
        assertThat(judge.reached()).get().extracting(Judge.Reached::kind).isEqualTo(FailureKind.NOT_ACTIVATED);
    }

    @Test
    void theRunHasLimitsBesideItsStages() {
        Judge<String> judge = judge(4, Map.of(), Map.of(FailureKind.UNREACHABLE, new Share.Percent(50)));
        IntStream.range(0, 3).forEach(i -> judge.failed("h" + i, FailureKind.UNREACHABLE));
        assertThat(judge.reached()).contains(new Judge.Reached(Optional.empty(), FailureKind.UNREACHABLE, 3, 2, 4));
    }

    @Test
    void whatIsForgivenCountsNoMoreAndIsRememberedAllTheSame() {
        Judge<String> judge = judge(10, FailureLimits.STRICT.limits(), Map.of());
        judge.failed("h0", FailureKind.UNHEALTHY);
        judge.forgive();
        assertThat(judge.reached()).isEmpty();
        assertThat(judge.failureOf("h0")).contains(FailureKind.UNHEALTHY);
        judge.failed("h1", FailureKind.UNHEALTHY);
        assertThat(judge.reached()).isPresent();
    }

    @Test
    void whatTheRunSpeaksOfIsNoStagesDefault() {
        FailureLimits run = new FailureLimits(Map.of(FailureKind.UNHEALTHY, new Share.Count(5)));
        assertThat(FailureLimits.STRICT.without(run).of(FailureKind.UNHEALTHY)).isEmpty();
        assertThat(FailureLimits.STRICT.without(run).of(FailureKind.DEGRADED)).contains(new Share.Count(0));
    }

    @Test
    void sharesAreNumbersOrPercentages() {
        assertThat(Share.parse("3")).contains(new Share.Count(3));
        assertThat(Share.parse("25%")).contains(new Share.Percent(25));
        assertThat(Share.parse("101%")).isEmpty();
        assertThat(Share.parse("-1")).isEmpty();
        assertThat(Share.parse("few")).isEmpty();
    }

    private static Judge<String> judge(int hosts, Map<FailureKind, Share> stage, Map<FailureKind, Share> run) {
        var all = new TreeSet<String>();
        IntStream.range(0, hosts).forEach(i -> all.add("h" + i));
        var only = new Stage<>(
                "stage", all, Optional.empty(), OptionalInt.empty(), Duration.ZERO, new FailureLimits(stage));
        var rollout = new Rollout<>(List.of(only), only, Dependencies.none(), List.of(), new FailureLimits(run));
        return new Judge<>(rollout, List.of(only));
    }
}
