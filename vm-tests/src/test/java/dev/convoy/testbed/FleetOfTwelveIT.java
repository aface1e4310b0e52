package dev.convoy.testbed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import dev.convoy.testbed.SystemdFleet.Truth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link RolloutIT} shows on embedded hosts, on twelve with systemd and sshd: a rollout in three waves that goes wrong
 * stops where it was told to, and the fleet comes back.
 */
@Tag("long")
class FleetOfTwelveIT {
    private static final List<String> NAMES = Stream.of("db", "web")
            .flatMap(kind -> IntStream.rangeClosed(1, 6).mapToObj(number -> kind + number))
            .toList();

    /** One host, five, six. */
    private static final String THREE_WAVES =
            "rollout: {stages: [{name: canary, on: web1, soak: 5s}, {name: web, on: 'web*'}]}\n";

    private static final Pattern RUN = Pattern.compile("log: \\S*/runs/(\\S+)");
    private static final int STOPPED_BY_A_GATE = 4;
    private static final int SOME_UNKNOWN = 5;

    @TempDir
    private static Path folder;

    @AutoClose
    private static SystemdFleet hosts;

    private static ExampleFleet fleet;
    private static ConvoyProgram convoy;
    private static int release;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        hosts = SystemdFleet.boot(folder.resolve("ssh"), NAMES);
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        NAMES.forEach(name -> fleet.host(name, "{ }").reach(name, hosts.files()));
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        fleet.release(old());
        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isZero();
    }

    @AfterEach
    void heal() {
        NAMES.forEach(name -> hosts.host(name).heal());
    }

    @Test
    void aCanaryThatFailsIsTheOnlyHostOfThreeWavesThatWasTouchedAndIsBack() throws Exception {
        SortedMap<String, Truth> before = hosts.truths();
        nextRelease(THREE_WAVES + failsOn("web1", next()));
        Result result = convoy.run("deploy", "--yes");

        assertThat(result.exit()).as("%s", result).isEqualTo(STOPPED_BY_A_GATE);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("wave 1 of 3: canary (1 host, soak 0:05): web1")
                .contains("shop opens: exit status 1 [health.check-failed]", "| closed in web1")
                .contains("1 of 1 host of stage canary is unhealthy, none allowed")
                .contains("1 rolled back, 11 skipped")
                .doesNotContain("wave 2 of 3");
        SortedMap<String, Truth> after = hosts.truths();
        assertIsHome("web1", before);
        assertThat(ledger("web1")).contains("result=reverted");
        before.remove("web1");
        after.remove("web1");
        assertThat(after).as("untouched: no activation, no generation, no root").isEqualTo(before);

        Result history = convoy.run("history", "--limit", "1");
        assertThat(history.stdout()).as("%s", history).contains(run(result), "1 rolled back, 11 skipped");
        Result one = convoy.run("history", run(result));
        assertThat(one.stdout())
                .as("%s", one)
                .contains("halted 1 of 1 host of stage canary is unhealthy, none allowed")
                .containsPattern("web1 +1\\.\\d+ \\(\\S+ +1\\.\\d+ \\(\\S+ +rolled back: .*\\[health\\.check-failed]")
                .containsPattern("db6 .* skipped: not begun: the rollout was stopped before");
    }

    @Test
    void aHostThatFailsInTheThirdWaveTakesThoseBackThatWereConfirmedInTheFirstTwo() throws Exception {
        SortedMap<String, Truth> before = hosts.truths();
        nextRelease(THREE_WAVES + "onFailure: run\n" + failsOn("db6", next()));
        Result result = convoy.run("deploy", "--yes");

        assertThat(result.exit()).as("%s", result).isEqualTo(STOPPED_BY_A_GATE);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("wave 3 of 3", "| closed in db6")
                .contains("putting back 11 hosts: 1 of 6 hosts of stage rest is unhealthy, none allowed")
                .contains("12 rolled back");
        NAMES.forEach(name -> assertIsHome(name, before));
        for (String confirmed : List.of("web1", "web2", "db1")) {
            assertThat(ledger(confirmed)).as(confirmed).contains("result=activated");
        }
        Result history = convoy.run("history", run(result));
        assertThat(history.stdout()).as("%s", history).contains("12 rolled back", "[rollout.rolled-back]");
    }

    @Test
    void twelveHostsGoBackWhileTwoAreCutOffAndThoseFollowWhenTheyAreThereAgain() throws Exception {
        SortedMap<String, Truth> before = hosts.truths();
        // The last host's check waits until two that are done already have gone away.
        LastLook look = LastLook.in(folder);
        nextRelease(look.on("web6"));
        String wanted = "-1." + release;
        Started deploy = convoy.start("deploy", "--yes");
        look.awaitAsked(deploy, Duration.ofMinutes(4));
        List<String> gone = List.of("db2", "web3");
        for (String name : gone) {
            assertThat(hosts.truth(name).boots()).as("%s", deploy.printed()).endsWith(name + wanted);
            hosts.host(name).cut();
        }
        look.fails();
        Result result = deploy.result();

        assertThat(result.exit()).as("%s", result).isEqualTo(SOME_UNKNOWN);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("putting back 11 hosts: 1 of 1 host of stage last is unhealthy, none allowed")
                .contains("10 rolled back, 2 unknown")
                .contains("? db2  state unknown after the rollback", "? web3  state unknown after the rollback")
                .contains("[rollout.rollback-unreachable]", "when last seen it ran 1." + release)
                .contains("next: When it is there again: convoy resume " + run(result));
        for (String name : NAMES) {
            if (gone.contains(name)) {
                assertThat(hosts.truth(name).runs()).endsWith(name + wanted);
            } else {
                assertIsHome(name, before);
            }
        }
        Result seen = convoy.run("history", run(result));
        assertThat(seen.stdout()).as("%s", seen).contains("10 rolled back, 2 unknown");

        gone.forEach(name -> hosts.host(name).heal());
        Result resumed = convoy.run("resume", run(result), "--yes");
        assertThat(resumed.exit()).as("%s", resumed).isEqualTo(STOPPED_BY_A_GATE);
        assertThat(resumed.stderr()).as("%s", resumed).contains("12 rolled back");
        NAMES.forEach(name -> assertIsHome(name, before));
        Result again = convoy.run("resume", run(result));
        assertThat(again.stderr()).as("%s", again).contains("came to its end, so there is nothing to resume");

        fleet.release(old());
        fleet.configure("");
        Result plan = convoy.run("plan");
        assertThat(plan.stdout()).as("%s", plan).contains("12 unchanged");
        Result status = convoy.run("status");
        assertThat(status.exit()).as("%s", status).isZero();
        assertThat(status.stdout()).as("%s", status).doesNotContain("1." + release);
    }

    /** A check on the host, which finds the shop closed as soon as the new system runs there. */
    private static String failsOn(String host, String version) {
        return """
                health:
                  - name: shop opens
                    on: %1$s
                    retries: 0
                    interval: 1s
                    onHost: 'case $(readlink /run/current-system) in *-%2$s) echo closed in %1$s; exit 1;; esac'
                """.formatted(host, version);
    }

    private static void assertIsHome(String name, Map<String, Truth> before) {
        Truth was = requireNonNull(before.get(name));
        Truth is = hosts.truth(name);
        assertThat(was.runs()).as(name).endsWith("-nixos-system-" + name + "-" + old());
        assertThat(is.isAll(was.runs()))
                .as("%s before: %s%nnow: %s", name, was, is)
                .isTrue();
    }

    private static String ledger(String name) {
        return hosts.truth(name).made().getLast();
    }

    private static String run(Result result) {
        Matcher log = RUN.matcher(result.stderr());
        assertThat(log.find()).as("%s", result).isTrue();
        return log.group(1);
    }

    /** Every test ends on it. */
    private static String old() {
        return "1.0";
    }

    private static String next() {
        return "1." + (release + 1);
    }

    private static void nextRelease(String configuration) {
        release++;
        fleet.release("1." + release);
        fleet.configure(configuration);
    }
}
