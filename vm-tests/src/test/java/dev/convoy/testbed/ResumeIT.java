package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a run whose process was killed can be finished, whenever that was, and that the journals tell what was done. */
@Order(1)
class ResumeIT {
    private static final List<String> NAMES = List.of("web1", "web2", "web3");
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    @AutoClose
    private static Rack rack;

    private static ExampleFleet fleet;
    private static ConvoyProgram convoy;
    private static int release;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        rack.add(NAMES);
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        NAMES.forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        nextRelease("");
        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isZero();
    }

    /** From when its journal is there to when only its end is missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 7, 10, 15})
    void aKilledRunOfThreeWavesIsFinished(int lines) throws Exception {
        nextRelease("");
        Started deploy = convoy.start("deploy", "--yes", "--batch", "1");
        awaitJournal(deploy, journal -> journal.size() >= lines);
        deploy.kill();
        deploy.waitFor(LONG);

        Result result = convoy.run("resume", "--yes");
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stderr()).as("%s", result).contains("resume switch: 3 done");
        assertAllRun("1." + release);
        Result again = convoy.run("resume");
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(again.stderr()).isEqualTo("nothing to resume: no run of this machine was cut off\n");
    }

    @Test
    void whatIsStillOnTrialIsConfirmedAndNotBegunAgain() throws Exception {
        Started deploy = killedOnTrial("60s");
        Result history = convoy.run("history", "--limit", "1");
        assertThat(history.stdout()).as("%s", history).contains("cut off; 3 open");
        assertThat(history.stderr()).as("%s", history).contains("'convoy resume' goes on with it");
        rack.host("web1").console("touch /run/open");

        Result result = convoy.run("resume");
        assertThat(result.exit()).as("%s%n%s", deploy.printed(), result).isZero();
        assertAllRun("1." + release);
        assertThat(ledger("web1").getLast()).contains("run=" + runId() + "\t", "result=activated");
        assertThat(ledger("web1").get(ledger("web1").size() - 2)).doesNotContain(runId());
    }

    @Test
    void whatWentBackMeanwhileIsBegunAgain() throws Exception {
        killedOnTrial("2s");
        await().atMost(LONG).until(() -> ledger("web1").getLast().contains("result=reverted"));
        rack.host("web1").console("touch /run/open");

        Result result = convoy.run("resume");
        assertThat(result.exit()).as("%s", result).isZero();
        assertAllRun("1." + release);
        assertThat(ledger("web1").getLast()).contains("run=" + runId() + "-2\t", "result=activated");
    }

    @Test
    void aGateThatIsNotPassedIsNotPassedByResuming() throws Exception {
        Map<String, String> before = running();
        killedOnTrial("60s");

        Result result = convoy.run("resume", "--confirm-timeout", "10s");
        assertThat(result.exit()).as("%s", result).isEqualTo(4);
        assertThat(result.stderr())
                .as("%s", result)
                .contains(
                        "[health.check-failed]", "1 of 3 hosts of stage all is unhealthy", "1 rolled back, 2 skipped");
        assertThat(running()).isEqualTo(before);
    }

    @Test
    void aRollbackOfTheWholeRunIsFinished() throws Exception {
        Map<String, String> before = running();
        nextRelease("""
                onFailure: run
                health: [{name: last, on: web3, retries: 0, onHost: 'case $(readlink /run/current-system) in *-1.%d) exit 1;; esac'}]
                """.formatted(release + 1));
        Started deploy = convoy.start("deploy", "--yes", "--batch", "1");
        awaitJournal(deploy, journal -> journal.stream().anyMatch(line -> line.contains("rollout.halted")));
        deploy.kill();
        deploy.waitFor(LONG);

        Result result = convoy.run("resume");
        assertThat(result.exit()).as("%s", result).isEqualTo(4);
        assertThat(result.stderr()).as("%s", result).contains("3 rolled back");
        assertThat(running()).isEqualTo(before);
    }

    @Test
    void aRunThatIsStillAtWorkIsNotResumed() throws Exception {
        Started deploy = startedOnTrial("60s");
        Result result = convoy.run("resume", runId());
        assertThat(result.exit()).as("%s", result).isEqualTo(2);
        assertThat(result.stderr()).as("%s", result).contains("still goes on");
        rack.host("web1").console("touch /run/open");
        assertThat(deploy.result().exit()).isZero();
    }

    @Test
    void aFinishedRunIsUndoneAndBothHistoriesTellIt() throws Exception {
        Map<String, String> before = running();
        nextRelease("");
        assertThat(convoy.run("deploy", "--yes").exit()).isZero();
        String run = runId();

        Result back = convoy.run("rollback", "--run", run, "--yes");
        assertThat(back.exit()).as("%s", back).isZero();
        assertThat(back.stderr()).as("%s", back).contains("3 done");
        assertThat(running()).isEqualTo(before);

        Result history = convoy.run("history", "--limit", "2");
        assertThat(history.stdout()).as("%s", history).contains(run, "rollback").doesNotContain("cut off");
        Result hosts = convoy.run("history", "--hosts", "--on", "web1,web2", "--limit", "2");
        assertThat(hosts.exit()).as("%s", hosts).isZero();
        assertThat(hosts.stdout().lines().skip(1))
                .as("%s", hosts)
                .hasSize(4)
                .allMatch(line -> line.matches("web[12] +\\d{4}-.*switch.*1\\.\\d+ \\(.*activated.*"));
        assertThat(hosts.stdout()).as("%s", hosts).contains(run);
    }

    @Test
    void aSavedPlanIsRefusedForAHostThatMovedAndTheDifferenceIsNamed() throws Exception {
        nextRelease("");
        String planned = "1." + release;
        Result plan = convoy.run("plan", "--out", "all.plan");
        assertThat(plan.exit()).as("%s", plan).isZero();
        nextRelease("");
        assertThat(convoy.run("deploy", "--yes", "--on", "web2").exit()).isZero();

        Result result = convoy.run("deploy", "--plan", "all.plan", "--yes");
        assertThat(result.exit()).as("%s", result).isEqualTo(1);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("[plan.host-moved]", "when the plan was made", "2 done, 1 failed");
        assertThat(running("web1")).endsWith("web1-" + planned);
        assertThat(running("web2")).endsWith("web2-1." + release);
        assertThat(convoy.run("deploy", "--yes").exit()).isZero();
    }

    /** In the first of three waves, because its check does not pass until somebody opens the shop. */
    private static Started startedOnTrial(String confirmTimeout) throws Exception {
        rack.host("web1").console("rm -f /run/open");
        nextRelease("""
                health:
                  - name: shop opens
                    on: web1
                    interval: 1s
                    retries: 6
                    onHost: 'case $(readlink /run/current-system) in *-1.%d) test -e /run/open;; esac'
                """.formatted(release + 1));
        Started deploy = convoy.start("deploy", "--yes", "--batch", "1", "--confirm-timeout", confirmTimeout);
        awaitJournal(deploy, journal -> journal.stream().anyMatch(line -> line.contains("on-trial")));
        return deploy;
    }

    private static Started killedOnTrial(String confirmTimeout) throws Exception {
        Started deploy = startedOnTrial(confirmTimeout);
        deploy.kill();
        deploy.waitFor(LONG);
        return deploy;
    }

    private interface Seen {
        boolean in(List<String> lines);
    }

    private static void awaitJournal(Started deploy, Seen seen) throws IOException {
        Optional<Path> before = journal();
        await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> {
            Optional<Path> now = journal();
            assertThat(deploy.isAlive()).as("%s", deploy.printed()).isTrue();
            return now.isPresent() && !now.equals(before) && seen.in(Files.readAllLines(now.get()));
        });
    }

    private static Optional<Path> journal() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            return files.filter(file -> file.endsWith("journal.jsonl")).max(Comparator.naturalOrder());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String runId() throws IOException {
        return journal()
                .map(Path::getParent)
                .map(Path::getFileName)
                .map(Path::toString)
                .orElseThrow();
    }

    private static void nextRelease(String configuration) {
        release++;
        fleet.release("1." + release);
        fleet.configure(configuration);
    }

    private static void assertAllRun(String version) throws Exception {
        for (String name : NAMES) {
            assertThat(running(name)).as(name).endsWith(name + "-" + version);
            assertThat(rack.host(name).console("readlink -f /nix/var/nix/profiles/system"))
                    .as(name)
                    .isEqualTo(running(name));
            assertThat(rack.host(name).console("ls /var/lib/convoy/lock")).contains("No such file");
        }
    }

    private static Map<String, String> running() throws Exception {
        Map<String, String> systems = new TreeMap<>();
        for (String name : NAMES) {
            systems.put(name, running(name));
        }
        return systems;
    }

    private static String running(String name) throws Exception {
        return rack.host(name).console("readlink -f /run/current-system");
    }

    private static List<String> ledger(String name) throws Exception {
        return rack.host(name).console("cat /var/lib/convoy/ledger").lines().toList();
    }
}
