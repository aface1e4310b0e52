package dev.convoy.activation.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    private static final Result PASS = new Result.Pass();
    private static final Result FAIL = new Result.Fail("status 500, not 200", List.of());
    private static final Result UNKNOWN = new Result.CouldNotTell("no such command");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SteppingClock wall = new SteppingClock();
    private final List<Finding> news = new ArrayList<>();
    private final List<Duration> beats = new ArrayList<>();

    @Test
    void withoutASoakOneLookIsEnough() throws InterruptedException {
        List<Finding> findings = watch(check(3, 1), Duration.ZERO, _ -> PASS);
        assertThat(findings).singleElement().extracting(Finding::result).isEqualTo(PASS);
        assertThat(wall.passed()).isZero();
    }

    @Test
    void healthMustHoldForTheWholeSoak() throws InterruptedException {
        List<Finding> findings = watch(check(0, 1), MINUTE, at -> at.toSeconds() < 40 ? PASS : FAIL);
        assertThat(findings).singleElement().matches(Finding::counts);
        assertThat(wall.passed()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void failuresWithinTheRetriesAreOverlooked() throws InterruptedException {
        List<Finding> findings = watch(check(2, 1), MINUTE, at -> at.toSeconds() < 20 ? FAIL : PASS);
        assertThat(findings).singleElement().extracting(Finding::result).isEqualTo(PASS);
        assertThat(wall.passed()).isEqualTo(MINUTE);
    }

    @Test
    void oneFailureMoreThanTheRetriesEndsItAtOnce() throws InterruptedException {
        assertThat(watch(check(2, 1), MINUTE, _ -> FAIL)).singleElement().matches(Finding::counts);
        assertThat(wall.passed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void passesInARowAreWaitedForAfterTheSoakToo() throws InterruptedException {
        List<Finding> findings = watch(check(5, 3), Duration.ofSeconds(20), at -> at.toSeconds() < 30 ? FAIL : PASS);
        assertThat(findings).singleElement().extracting(Finding::result).isEqualTo(PASS);
        assertThat(wall.passed()).isEqualTo(Duration.ofSeconds(50));
    }

    @Test
    void whatPassesAndFailsInTurnDoesNotGoOnForEver() throws InterruptedException {
        List<Finding> findings = watch(check(2, 2), Duration.ZERO, at -> at.toSeconds() % 20 == 0 ? PASS : FAIL);
        assertThat(findings).singleElement().matches(Finding::counts);
    }

    @Test
    void notToBeAbleToTellIsNoFailure() throws InterruptedException {
        List<Finding> findings = watch(check(1, 1), MINUTE, _ -> UNKNOWN);
        assertThat(findings).singleElement().matches(finding -> !finding.counts());
        assertThat(findings.getFirst().result()).isEqualTo(UNKNOWN);
        assertThat(wall.passed()).isEqualTo(MINUTE);
    }

    @Test
    void notToBeAbleToTellDoesNotUndoAFailure() throws InterruptedException {
        List<Finding> findings = watch(check(1, 1), MINUTE, at -> at.toSeconds() % 20 == 0 ? FAIL : UNKNOWN);
        assertThat(findings).singleElement().matches(Finding::counts);
    }

    @Test
    void whatHadFailedBeforeIsToldApartAndDoesNotCount() throws InterruptedException {
        HealthWatch watch = health(check(0, 1), _ -> FAIL);
        Set<String> before = watch.failing();
        assertThat(before).containsExactly("site");
        List<Finding> findings = watch.watch(Duration.ofSeconds(30), before, this::beat);
        assertThat(findings).singleElement().matches(Finding::failedBefore).matches(finding -> !finding.counts());
        assertThat(wall.passed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void onlyChangesAreNews() throws InterruptedException {
        watch(check(3, 1), MINUTE, at -> at.toSeconds() == 30 ? FAIL : PASS);
        assertThat(news).extracting(Finding::result).containsExactly(PASS, FAIL, PASS);
    }

    @Test
    void theHeartBeatsBeforeEachWait() throws InterruptedException {
        watch(check(0, 1), MINUTE, _ -> PASS);
        assertThat(beats).contains(Duration.ofSeconds(10)).allMatch(beat -> beat.compareTo(MINUTE) < 0);
        assertThat(beats.size()).isGreaterThan(6);
    }

    @Test
    void aTrialThatIsOverIsWatchedNoMore() throws InterruptedException {
        HealthWatch watch = health(check(0, 1), _ -> PASS);
        watch.watch(MINUTE, new TreeSet<>(), _ -> wall.passed().toSeconds() < 20);
        assertThat(wall.passed()).isEqualTo(Duration.ofSeconds(20));
    }

    private List<Finding> watch(Check check, Duration soak, Function<Duration, Result> at) throws InterruptedException {
        return health(check, at).watch(soak, new TreeSet<>(), this::beat);
    }

    private HealthWatch health(Check check, Function<Duration, Result> at) {
        return new HealthWatch(List.of(check), (_, _) -> at.apply(wall.passed()), news::add, wall, wall::advance);
    }

    private boolean beat(Duration until) {
        beats.add(until);
        return true;
    }

    private static Check check(int retries, int consecutive) {
        var timing = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(10), retries, consecutive);
        return new Check("site", new Probe.Tcp("web1", 80), timing);
    }
}
