package dev.convoy.testbed;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever cuts a run off, a host with systemd ends on a whole system, and convoy says the truth about it afterwards. The
 * tests use one host after the other, so that it boots once.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Order(1)
class InterruptionIT {
    /** Long enough that a test can step in while it is started, short enough to wait for. */
    private static final int SECONDS_OF_ACTIVATION = 6;

    /** How long the host waits to be confirmed: where the test has something to do meanwhile, and where it waits for the end. */
    private static final String TRIAL = "60s";

    private static final String SHORT_TRIAL = "10s";

    private static final int LARGE = 24;

    /** After this long without a word the connection is given up: three questions of three seconds each. */
    private static final Duration SILENCE = Duration.ofSeconds(12);

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static ContainerNetwork network;
    private static ContainerHost host;
    private static ExampleFleet fleet;
    private static ConvoyProgram convoy;
    private static int release;
    private static int copied;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        network = ContainerNetwork.create();
        host = ContainerHost.boot("web1", Suite.NIX_2_26, network, files);
        files.write(List.of(host.sshEntry("root")));
        Files.writeString(files.config(), "  ServerAliveInterval 3\n  ServerAliveCountMax 2\n", APPEND);
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        fleet.reach("web1", files);
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        nextRelease(4, 0);
        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isZero();
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void aCutDuringActivationIsWaitedOut() throws Exception {
        Started deploy = deployUntilActivation(TRIAL);
        cutUntilNoticed();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stderr())
                .as("%s", result)
                .contains("connection lost", "connected again", "done: switched to 1." + release);
        assertWholeAndKnown("1." + release);
    }

    @Test
    void aCutDuringTheCopyIsWaitedOut() throws Exception {
        copied++;
        Started deploy = deployUntilCopy();
        cutUntilNoticed();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stderr()).as("%s", result).contains("connection broke", "resuming");
        assertWholeAndKnown("1." + release);
    }

    @Test
    void aKilledRunIsTakenBackByTheHost() throws Exception {
        String before = running();
        String recorded = lastInLedger();
        Started deploy = deployUntilActivation(SHORT_TRIAL);
        deploy.kill();
        Result during = convoy.run("status");
        assertThat(during.stdout()).as("%s", during).contains("is at it");
        awaitTakenBack(before, recorded);
    }

    @Test
    void theWatchdogTakesBackWhatAKilledSupervisorWasTesting() throws Exception {
        String before = running();
        String recorded = lastInLedger();
        Started deploy = deployUntilActivation(SHORT_TRIAL);
        killSupervisor();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isEqualTo(1);
        assertThat(result.stderr()).as("%s", result).contains("[activation.interrupted]");
        awaitTakenBack(before, recorded);
        assertNothingOfConvoyIsLeft();
    }

    @Test
    void theWatchdogTakesBackATrialThatNobodyIsLeftToEnd() throws Exception {
        String before = running();
        String recorded = lastInLedger();
        Started deploy = deployUntilActivation(SHORT_TRIAL);
        deploy.kill();
        awaitTrial();
        killSupervisor();
        awaitTakenBack(before, recorded);
        assertNothingOfConvoyIsLeft();
    }

    @Test
    void unlockingEndsATrialAtOnce() throws Exception {
        String before = running();
        String recorded = lastInLedger();
        Started deploy = deployUntilActivation(TRIAL);
        deploy.kill();
        awaitTrial();
        Result left = convoy.run("unlock", "web1", "--yes");
        assertThat(left.exit()).as("%s", left).isEqualTo(1);
        assertThat(left.stdout()).as("%s", left).contains("[unlock.alive]");
        Result freed = convoy.run("unlock", "web1", "--yes", "--force");
        assertThat(freed.exit()).as("%s", freed).isZero();
        assertThat(freed.stdout()).as("%s", freed).contains("web1: free");
        awaitTakenBack(before, recorded);
        assertNothingOfConvoyIsLeft();
    }

    @Test
    void ctrlCDuringTheActivationLetsItEnd() throws Exception {
        Started deploy = deployUntilActivation(TRIAL);
        deploy.interrupt();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isEqualTo(130);
        assertThat(result.stderr()).as("%s", result).contains("done: switched to 1." + release);
        assertWholeAndKnown("1." + release);
    }

    @Test
    void ctrlCTwiceDuringTheActivationLeavesTheHostToItself() throws Exception {
        String before = running();
        String recorded = lastInLedger();
        Started deploy = deployUntilActivation(SHORT_TRIAL);
        deploy.interrupt();
        await().atMost(LONG).until(() -> deploy.printed().contains("stopping"));
        deploy.interrupt();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isEqualTo(130);
        assertThat(result.stderr()).as("%s", result).contains("state unknown", "convoy status");
        awaitTakenBack(before, recorded);
    }

    @Test
    void ctrlCDuringTheCopyChangesNothing() throws Exception {
        String before = running();
        Started deploy = deployUntilCopy();
        deploy.interrupt();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isEqualTo(130);
        assertThat(result.stderr()).as("%s", result).contains("skipped");
        assertThat(running()).isEqualTo(before);
        assertWhole();
    }

    @Test
    void ctrlCTwiceAtOnceDuringTheCopyStillEndsWithAReport() throws Exception {
        String before = running();
        Started deploy = deployUntilCopy();
        deploy.interrupt();
        deploy.interrupt();
        Result result = deploy.result();
        assertThat(result.exit()).as("%s", result).isEqualTo(130);
        assertThat(result.stderr()).as("%s", result).contains("1 skipped", "log: ");
        assertThat(running()).isEqualTo(before);
        assertWhole();
    }

    private static Started deployUntilActivation(String trial) {
        nextRelease(4, SECONDS_OF_ACTIVATION);
        Started deploy = convoy.start("deploy", "--yes", "--confirm-timeout", trial);
        await().atMost(LONG).until(InterruptionIT::isActivating);
        return deploy;
    }

    /** Almost 200 MB, which the host does not have. */
    private static Started deployUntilCopy() throws InterruptedException {
        nextRelease(LARGE, 0);
        Result built = convoy.run("build");
        assertThat(built.exit()).as("%s", built).isZero();
        Started deploy = convoy.start("deploy", "--yes");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> deploy.printed().contains("to copy"));
        return deploy;
    }

    private static void nextRelease(int libraries, int seconds) {
        release++;
        fleet.release("1." + release);
        int kilobytes = libraries == LARGE ? 4000 + copied : 4;
        fleet.host("web1", """
                { libraries = %d; kilobytes = %d;
                  units."slow.service" = "[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sleep %d\\n# %d\\n"; }
                """.formatted(libraries, kilobytes, seconds, release));
    }

    private static boolean isActivating() {
        return host.console("ps axww").contains("systemctl start slow.service")
                || host.console("ps axww").contains("systemctl restart slow.service");
    }

    private static void cutUntilNoticed() {
        host.cut();
        long since = System.nanoTime();
        await().atMost(LONG).until(() -> System.nanoTime() - since > SILENCE.toNanos());
        host.heal();
    }

    /** With all that it started, as whoever runs out of memory ends a unit. */
    private static void killSupervisor() {
        host.console("systemctl kill --signal=KILL 'convoy-2*.service'");
    }

    private static void awaitTrial() {
        await().atMost(LONG)
                .until(() -> host.console("cat /var/lib/convoy/runs/$(cat /var/lib/convoy/last)/state")
                        .equals("awaiting-confirmation"));
    }

    private static void assertNothingOfConvoyIsLeft() {
        await().atMost(LONG)
                .until(() -> host.console("systemctl list-units --all --no-legend 'convoy-*'; ls /var/lib/convoy/lock")
                        .equals("ls: cannot access '/var/lib/convoy/lock': No such file or directory"));
    }

    /** Nobody was there to confirm what the host activated. */
    private static void awaitTakenBack(String before, String recorded) {
        await().atMost(LONG).until(() -> !lastInLedger().equals(recorded));
        assertThat(lastInLedger()).endsWith("result=reverted");
        assertThat(running()).isEqualTo(before);
        assertWhole();
    }

    private static String lastInLedger() {
        return host.console("tail -n 1 /var/lib/convoy/ledger 2>/dev/null || true");
    }

    private static String running() {
        return host.console("readlink -f /run/current-system");
    }

    private static String profile() {
        return host.console("readlink -f /nix/var/nix/profiles/system");
    }

    private static void assertWhole() {
        assertThat(running()).isEqualTo(profile());
        assertThat(host.console("nix-store --verify --check-contents > /dev/null 2>&1 && echo whole"))
                .isEqualTo("whole");
        assertThat(host.console("cat /boot/loader/convoy-default")).isEqualTo(running());
    }

    private static void assertWholeAndKnown(String version) throws InterruptedException {
        await().atMost(LONG)
                .until(() -> host.console("cat /boot/loader/convoy-default").equals(running()));
        assertWhole();
        Result status = convoy.run("status");
        assertThat(status.exit()).as("%s", status).isZero();
        assertThat(status.stdout()).as("%s", status).containsPattern("web1 +current +" + version.replace(".", "\\."));
    }
}
