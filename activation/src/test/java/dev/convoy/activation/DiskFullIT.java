package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, or fills up in the middle of a run, to within so many pages that each write is once the first to fail. */
class DiskFullIT {
    /** For all that a run needs, and some. */
    private static final int AMPLE = 256;

    @TempDir
    private Path root;

    @TempDir
    private Path disk;

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root can mount a disk of a size");
        host = new TestHost(root);
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.close();
            run("umount", "-l", disk.toString());
        }
    }

    /** From where not even the supervisor fits, over where what comes after it does not, to where all does. */
    static IntStream smallDisks() {
        return IntStream.of(2, 86, 91, 93, 95, 120);
    }

    @ParameterizedTest
    @MethodSource("smallDisks")
    void onADiskThatIsTooSmallNothingIsTouched(int pages) throws Exception {
        mount(pages);

        ActivationOutcome outcome = activate();

        if (outcome instanceof Failed failed) {
            assertThat(failed.cause().code()).isEqualTo("activation.no-space");
            assertThat(host.calls()).isEmpty();
            assertEndsOn(host.old);
        } else {
            assertThat(outcome).isInstanceOf(Activated.class);
            assertEndsOn(host.fresh);
        }
    }

    /** Pages that are left. */
    static IntStream remainders() {
        return IntStream.rangeClosed(0, 4);
    }

    @ParameterizedTest
    @MethodSource("remainders")
    void aHealthySystemStaysThoughTheDiskFillsUpWhileItIsPutInForce(int left) throws Exception {
        mount(AMPLE);
        host.behave("new-test", fillUpTo(left));

        assertThat(activate()).isInstanceOf(Activated.class);

        assertEndsOn(host.fresh);
        assertThat(host.read("var/lib/convoy/runs/r-1/decision")).startsWith("confirmed");
        assertThat(host.read("var/lib/convoy/ledger")).contains("result=activated");
    }

    @ParameterizedTest
    @MethodSource("remainders")
    void aSystemThatFailsIsTakenBackThoughTheDiskFillsUp(int left) throws Exception {
        mount(AMPLE);
        host.behave("new-test", fillUpTo(left) + "\ncode=2");
        // As a real program does: it ends badly when it cannot tell what it does.
        host.behave("old-test", "head -c 20000 /dev/zero || exit 101");

        assertThat(activate())
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.switch-failed"));
        assertEndsOn(host.old);
    }

    /** When what the run had reserved is in use already. */
    @ParameterizedTest
    @ValueSource(strings = {"nix-env", "new-boot"})
    void aConfirmedSystemIsCommittedAndToldThoughTheDiskFillsUpMeanwhile(String moment) throws Exception {
        mount(AMPLE);
        host.behave(moment, fillUpTo(0));

        assertThat(activate()).isInstanceOf(Activated.class);

        assertEndsOn(host.fresh);
    }

    @Test
    void aSystemThatFailsIsTakenBackAndToldThoughTheDiskFillsUpMeanwhile() throws Exception {
        mount(AMPLE);
        host.behave("new-test", "code=2");
        host.behave("old-test", fillUpTo(0));

        assertThat(activate()).isInstanceOf(Reverted.class);

        assertEndsOn(host.old);
    }

    @Test
    void aSupervisorThatIsKilledOnAFullDiskIsReplaced() throws Exception {
        mount(AMPLE);
        host.behave("new-test", fillUpTo(0) + """

                kill -KILL "$(sed -n 's/^pid\t//p' /var/lib/convoy/runs/r-1/holder)"
                ln -sfn "$self" /run/current-system
                exit 1
                """);

        assertThat(activate()).isInstanceOf(Reverted.class);

        assertEndsOn(host.old);
    }

    /** Nothing can be recorded any more, neither a confirmation: what is not known to be confirmed does not stay. */
    @Test
    void aDiskOnWhichSomethingTakesEveryByteAtOnceLeavesAWholeSystemAndAFreeHost() throws Exception {
        mount(AMPLE);
        host.behave("new-test", """
                (for _ in $(seq 60); do cat /dev/zero >>/var/lib/filler; sleep 0.02; done) </dev/null >/dev/null 2>&1 &
                sleep 0.1
                """);

        StorePath system = activate() instanceof Activated ? host.fresh : host.old;

        assertEndsOn(system);
    }

    private ActivationOutcome activate() throws InterruptedException {
        return new Activator(event -> {}, Clock.systemUTC())
                .activate(
                        TestLink.to(host),
                        Requests.of(
                                "r-1",
                                ActivationGoal.SWITCH,
                                host.fresh,
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(8)));
    }

    private void assertEndsOn(StorePath system) throws Exception {
        host.assertRuns(system);
        host.assertBoots(system);
        assertThat(new HostObserver().observe(host).runInProgress()).isEmpty();
    }

    private static String fillUpTo(int pages) {
        return """
                cat /dev/zero >/var/lib/filler 2>/dev/null
                truncate -s -%d /var/lib/filler""".formatted(4096 * pages);
    }

    /** The host's processes are known by where their /var/lib comes from, so that is a folder of the host's name. */
    private void mount(int pages) throws Exception {
        run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + 4 * pages + "k", "tmpfs", disk.toString());
        Path there = Files.createDirectories(disk.resolve(root.getFileName()).resolve("var/lib"));
        Files.delete(host.path("var/lib"));
        Files.createSymbolicLink(host.path("var/lib"), there);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
