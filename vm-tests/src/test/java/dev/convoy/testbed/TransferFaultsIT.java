package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens while paths are sent, the host's store stays whole, the run ends in success or in one error that says what
 * it was, and the next run sends only the rest. One host, emptied before each test.
 */
@Tag("long")
class TransferFaultsIT {
    private static final int MOMENTS = 10;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** What a run sends beside paths: key exchange, questions, their answers' acknowledgements. */
    private static final long TALK = 400_000;

    /** What is packed arrives by the 256 KiB: of less than this a copy brings nothing, and five such in a row end it. */
    private static final long WHOLE_PATHS = 400_000;

    /** The largest path: what is unfinished when a run is killed is sent again. */
    private static final long LARGEST = 420_000;

    private static final Pattern PLANNED = Pattern.compile("\"type\":\"transfer.planned\".*?\"narBytes\":(\\d+)");

    @TempDir
    private static Path folder;

    private static ContainerNetwork network;
    private static ContainerHost host;
    private static Line line;
    private static ConvoyProgram convoy;

    @BeforeAll
    static void start() throws Exception {
        Needs.nix();
        Needs.containers();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        network = ContainerNetwork.create();
        host = ContainerHost.bootWithNixOf("200m", "target", Suite.NIX_2_26, network, files);
        line = new Line(new InetSocketAddress(host.address(), 22));
        SshEntry direct = host.sshEntry("root");
        files.write(List.of(new SshEntry("target", "127.0.0.1", line.port(), "root", direct.knownKey())));
        ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"));
        fleet.host("target", "{ libraries = 250; kilobytes = 50; }").reach("target", files);
        fleet.commit();
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        assertSuccess(convoy.run("build"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (line != null) {
            line.close();
        }
        if (host != null) {
            host.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void anEmptyHost() {
        line.wires(Wire.unlimited(), Wire.unlimited());
        host.console("nix-store --gc");
    }

    @AfterEach
    void itsStoreIsWhole() {
        assertThat(host.console("nix-store --verify --check-contents > /tmp/verify 2>&1 || cat /tmp/verify"))
                .isEmpty();
        configure("", "");
    }

    @Test
    void tenCutsAtRandomMomentsAreTenResumptions() throws Exception {
        Random random = random();
        line.wires(Wire.ofMegabits(150), Wire.ofMegabits(150));
        Started push = convoy.start("push");
        int cuts = 0;
        for (; cuts < MOMENTS && push.isAlive(); cuts++) {
            awaitBytes(push, line.bytesToHost() + WHOLE_PATHS + random.nextLong(800_000));
            line.reset();
        }
        Result result = push.result();
        assertSuccess(result);
        assertThat(result.stderr()).as("%s", result).contains("resuming");
        assertThat(cuts).isEqualTo(MOMENTS);
    }

    @Test
    void killedAtTenRandomMomentsItSendsOnlyTheRest() throws Exception {
        Random random = random();
        line.wires(Wire.ofMegabits(150), Wire.ofMegabits(150));
        // Of what each sends, up to the first two megabytes only measure the link.
        for (int i = 0; i < MOMENTS; i++) {
            Started push = convoy.start("push", "--json");
            awaitBytes(push, line.bytesToHost() + 10_000 + random.nextLong(3_500_000));
            push.kill();
            push.waitFor(LONG);
            await().atMost(LONG).until(() -> host.console("pgrep -x nix-store").isEmpty());
        }
        long there = narBytesOnHost();
        long before = line.bytesToHost();
        Result last = convoy.run("push", "--json");
        assertSuccess(last);
        Matcher planned = PLANNED.matcher(last.stdout());
        assertThat(planned.find()).as("%s", last).isTrue();
        long missing = Long.parseLong(planned.group(1));
        assertThat(missing).as("%s", last).isEqualTo(narBytesOnHost() - there);
        assertThat(there).as("ten runs brought something").isPositive();
        assertThat(line.bytesToHost() - before).isLessThan(missing + missing / 50 + LARGEST + TALK);
    }

    @Test
    void aDiskThatFillsUpIsOneErrorAndTheNextRunGoesOn() throws Exception {
        line.wires(Wire.ofMegabits(60), Wire.ofMegabits(60));
        Started push = convoy.start("push");
        awaitBytes(push, line.bytesToHost() + 2_000_000);
        host.console("fallocate -l 190m /nix/filler || head -c 200000000 /dev/zero > /nix/filler");
        Result full = push.result();
        host.console("rm /nix/filler");
        assertThat(full.exit()).as("%s", full).isEqualTo(1);
        // The first to find no room is a file's writer or Nix's database.
        assertThat(full.stderr())
                .as("%s", full)
                .contains("[transfer.disk-full]")
                .containsAnyOf("No space left on device", "database or disk is full");
        assertSuccess(convoy.run("push"));
    }

    @Test
    void aFileThatChangedHereIsNamedAndNothingOfItArrives() throws Exception {
        Path file = Path.of(localPath("library-100"), "share/data");
        byte[] before = Files.readAllBytes(file);
        assertThat(file.toFile().setWritable(true)).isTrue();
        byte[] rotten = before.clone();
        rotten[rotten.length / 2] ^= 1;
        try {
            Files.write(file, rotten, StandardOpenOption.TRUNCATE_EXISTING);
            Result result = convoy.run("push");
            assertThat(result.exit()).as("%s", result).isEqualTo(1);
            assertThat(result.stderr()).as("%s", result).contains("[transfer.corrupt]", "library-100");
        } finally {
            Files.write(file, before, StandardOpenOption.TRUNCATE_EXISTING);
            assertThat(file.toFile().setWritable(false)).isTrue();
        }
        assertThat(host.console("nix-store --check-validity " + localPath("library-100") + " 2>&1"))
                .contains("is not valid");
        assertSuccess(convoy.run("push"));
    }

    @Test
    void worksCompressedAndWithoutZstdOnTheHost() throws Exception {
        assertSuccess(convoy.run("push", "--compress", "zstd"));
        host.console("nix-store --gc; mv /usr/bin/zstd /usr/bin/zstd.away");
        try {
            assertSuccess(convoy.run("push", "--compress", "zstd"));
        } finally {
            host.console("mv /usr/bin/zstd.away /usr/bin/zstd");
        }
    }

    @Test
    void worksWithOneSessionPerConnection() throws Exception {
        configure("MaxSessions 1", "");
        assertSuccess(convoy.run("push"));
    }

    @Test
    void aWelcomeBeforeTheFirstWordIsOneErrorOrNone() throws Exception {
        configure("ForceCommand sh -c 'echo Welcome; exec sh -c \"$SSH_ORIGINAL_COMMAND\"'", "");
        Result result = convoy.run("push");
        if (result.exit() != 0) {
            assertThat(result.stderr()).as("%s", result).contains("Welcome", "must print nothing");
        }
    }

    @Test
    void worksWhereTheStoreOptimisesItself() throws Exception {
        configure("", "auto-optimise-store = true");
        assertSuccess(convoy.run("push"));
    }

    @Test
    void worksWhereKeysAreChangedEveryFewMegabytes() throws Exception {
        configure("RekeyLimit 1M", "");
        assertSuccess(convoy.run("push"));
        configure("RekeyLimit 16M", "");
        host.console("nix-store --gc");
        assertSuccess(convoy.run("push"));
    }

    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("random moments from seed " + seed);
        return new Random(seed);
    }

    private static void awaitBytes(Started push, long bytes) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> line.bytesToHost() >= bytes || !push.isAlive());
    }

    private static void configure(String sshd, String nix) {
        host.console("echo '" + sshd.replace("'", "'\\''") + "' > /etc/ssh/sshd_config.d/05-fault.conf;"
                + " sed -i '/auto-optimise/d' /etc/nix/nix.conf; echo '" + nix + "' >> /etc/nix/nix.conf;"
                + " systemctl reload ssh");
    }

    private static void assertSuccess(Result result) {
        assertThat(result.exit()).as("%s", result).isZero();
    }

    private static long narBytesOnHost() {
        // Of each valid path its name, its hash, its size, and more.
        return Long.parseLong(host.console("nix-store --dump-db | awk '"
                + "size { all += $1; size = 0; next } length($0) == 64 && !/[^0-9a-f]/ { size = 1 }"
                + " END { printf \"%d\", all }'"));
    }

    private static String localPath(String name) throws Exception {
        Process query = new ProcessBuilder(
                        "sh",
                        "-c",
                        "nix-store --query --requisites $(ls -d /nix/store/*-nixos-system-target-1.0) | grep -m1 -- -"
                                + name + "-")
                .start();
        return new String(query.getInputStream().readAllBytes(), UTF_8).strip();
    }
}
