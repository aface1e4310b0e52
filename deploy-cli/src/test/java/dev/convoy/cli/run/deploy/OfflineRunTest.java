package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.activation.health.Result;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.visit.Offline;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineRunTest {
    private static final HostName LAPTOP = new HostName("laptop");

    @TempDir
    private Path directory;

    private FakeFleet fleet;

    @BeforeEach
    void aLaptopThatIsAway() throws IOException {
        fleet = new FakeFleet(directory, "laptop", "web1", "web2");
        fleet.rooms.cutOff.add("laptop");
    }

    @Test
    void aHostThatIsAwayFailsIfNothingElseIsSaid() {
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.err()).contains("no connection to laptop", "[transfer.unreachable]", "2 done, 1 failed");
    }

    @Test
    void aHostThatIsSkippedIsSaidAndIsNoFailure() throws Exception {
        fleet.flags.put(Setting.OFFLINE, "skip");
        assertThat(fleet.plan())
                .contains("laptop  skipped, offline: no connection to laptop")
                .contains("2 hosts to switch, 0 unchanged, 1 offline");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("skipped: offline: no connection to laptop", "2 done, 1 skipped");
        assertThat(fleet.journal()).contains("offline: no connection to laptop");
    }

    @Test
    void hostsThatMayBeAwayAreSkippedUnlessTheFlagSaysOtherwise() throws IOException {
        fleet.configure("intermittent: '@mobile'\nhosts: {laptop: {tags: [mobile]}}");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        fleet.flags.put(Setting.OFFLINE, "fail");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
    }

    @Test
    void whatIsSaidOfTheHostCountsMoreThanWhatIsSaidOfMany() throws IOException {
        assertThat(skips("hosts: {laptop: {offline: skip}}")).isTrue();
        assertThat(skips("offline: skip\nhosts: {laptop: {offline: fail}}")).isFalse();
        assertThat(skips("intermittent: laptop\nhosts: {laptop: {offline: fail}}"))
                .isFalse();
        assertThat(skips("intermittent: laptop\noffline: fail")).isTrue();
        assertThat(skips("intermittent: web1")).isFalse();
        assertThat(skips("offline: skip")).isTrue();
    }

    @Test
    void whoeverAnswersIsNotOffline() throws IOException {
        for (String code : List.of(
                "transfer.no-session",
                "transfer.host-key-unknown",
                "transfer.host-key-mismatch",
                "transfer.auth-rejected",
                "activation.unreachable")) {
            assertThat(skips("offline: skip", code)).as(code).isFalse();
        }
    }

    @Test
    void wrongWordsAreNamed() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> skips("hosts:\n  laptop:\n    offline: maybe"))
                .withMessageContaining(":3: offline must be fail, skip, or wait:TIME such as wait:10m, not \"maybe\"");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> skips("intermittent: 'a and'"))
                .withMessageContaining("--intermittent");
        fleet.flags.put(Setting.INTERMITTENT, "labtop");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.USAGE);
        assertThat(fleet.err()).contains("--intermittent", "labtop", "laptop");
    }

    @Test
    void whoDependsOnAHostThatIsSkippedIsHeldAndThatIsNotAsWished() throws Exception {
        fleet.configure("offline: skip\nrollout: {dependsOn: {web1: [laptop]}}");
        assertThat(fleet.plan()).contains("      warning: not begun: it depends on laptop, which is offline");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.err()).contains("not begun: it depends on laptop, which is offline", "1 done, 2 skipped");
        assertThat(fleet.rooms.done).contains("SWITCH web2").doesNotContain("SWITCH web1");
    }

    @Test
    void aStageWhoseHostsAreSkippedIsPassedOver() throws IOException {
        fleet.configure("offline: skip\nrollout: {stages: [{on: laptop}, {on: web1}]}");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order)
                .containsExactly("web1 -> 2 (bbbbbbb)", "web1 confirmed", "web2 -> 2 (bbbbbbb)", "web2 confirmed");
    }

    @Test
    void aHostThatComesInTimeHasItsTurnAfterTheOthers() throws IOException {
        comes("laptop", Duration.ofMinutes(3));
        fleet.configure("offline: wait:10m\nrollout: {stages: [{on: 'laptop,web1'}]}");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order)
                .endsWith("laptop -> 2 (bbbbbbb)", "laptop confirmed")
                .hasSize(6);
        assertThat(fleet.err()).contains("nobody answers; it is waited for, up to 10:00", "3 done");
        assertThat(fleet.journal().lines())
                .filteredOn(line -> line.contains("laptop"))
                .extracting(line -> line.replaceFirst(".*\"type\":\"([^\"]*).*", "$1"))
                .startsWith("host.planned", "host.step")
                .endsWith("host.ended");
    }

    @Test
    void aHostThatDoesNotComeInTimeFails() throws Exception {
        fleet.flags.put(Setting.OFFLINE, "wait:10m");
        assertThat(fleet.plan()).contains("laptop  waited for, up to 10:00, offline: no connection to laptop");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.err()).contains("no connection to laptop (waited for 10:00)", "2 done, 1 failed");
        assertThat(fleet.rooms.clock().instant())
                .isBetween(Instant.EPOCH.plusSeconds(600), Instant.EPOCH.plusSeconds(660));
    }

    @Test
    void nobodyElseNeedBeThereForAHostToBeWaitedFor() {
        fleet.rooms.cutOff.addAll(List.of("web1", "web2"));
        comes("laptop", Duration.ofSeconds(30));
        fleet.flags.put(Setting.OFFLINE, "wait:1m");
        assertThat(fleet.deploy()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.err()).contains("1 done, 2 failed");
    }

    @Test
    void hostsThatComeKeepTheOrderAmongThem() throws IOException {
        comes("laptop", Duration.ofSeconds(30));
        comes("web1", Duration.ofMinutes(2));
        fleet.configure("offline: wait:10m\nrollout: {dependsOn: {laptop: [web1]}}");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.order)
                .endsWith("web1 -> 2 (bbbbbbb)", "web1 confirmed", "laptop -> 2 (bbbbbbb)", "laptop confirmed");
    }

    @Test
    void noHostThatComesIsBegunWhereTheRolloutWasStopped() {
        comes("laptop", Duration.ofMinutes(1));
        fleet.flags.put(Setting.OFFLINE, "wait:10m");
        fleet.flags.put(Setting.CANARY, "web1");
        fleet.rooms.looks.put("web1", (_, passed) -> new Result.Fail("status 500", List.of()));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.DECLINED);
        assertThat(fleet.rooms.done).doesNotContain("SWITCH laptop", "SWITCH web2");
        assertThat(fleet.err()).contains("not begun: the rollout was stopped before");
    }

    private void comes(String host, Duration after) {
        fleet.rooms.cutOff.remove(host);
        fleet.rooms.comes.put(host, Instant.EPOCH.plus(after));
    }

    @Test
    void aRunThatIsTakenUpAgainLeavesItOutToo() throws IOException {
        String id = "20261127-010203-abcd";
        fleet.configure("offline: skip");
        var away = fleet.head("laptop", 1);
        var left = new dev.convoy.cli.journal.HostHead(
                away.host(),
                away.facts(),
                away.recipe(),
                away.before(),
                away.bootsBefore(),
                away.system(),
                OptionalInt.empty());
        fleet.cutOff(id, "deploy", List.of(left, fleet.head("web1", 1), fleet.head("web2", 1)), journal -> {
            journal.ended(LAPTOP, Offline.skipped(nobodyAnswers("transfer.unreachable")));
            journal.step(new HostName("web1"), Step.BEGIN);
        });
        fleet.rooms.cutOff.clear();
        assertThat(fleet.resume(id)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.done).contains("SWITCH web2").doesNotContain("SWITCH laptop", "observe laptop");
        assertThat(fleet.err()).contains("skipped: offline: no connection");
    }

    private boolean skips(String yaml) throws IOException {
        return skips(yaml, "transfer.unreachable");
    }

    private boolean skips(String yaml, String code) throws IOException {
        Files.writeString(directory.resolve("convoy.yaml"), yaml);
        var settings = new SettingsLoader(Map.of(), directory).load(Map.of());
        return Offline.of(settings).skips(LAPTOP, Set.of(), nobodyAnswers(code));
    }

    private static Failure nobodyAnswers(String code) {
        return new Failure(code, Phase.OBSERVE, "no connection to laptop", List.of(), List.of());
    }
}
