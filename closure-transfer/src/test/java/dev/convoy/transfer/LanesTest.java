package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Conversation;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.transfer.FakeStore.Stumble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that say what they can do, and what is made of it. */
@Timeout(60)
class LanesTest {
    private static final int LARGE = 9 << 20;

    @TempDir
    private Path directory;

    private final FakeStore host = new FakeStore();
    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final TransferProgress progress = new TransferProgress();
    private final AtomicInteger raw = new AtomicInteger();
    private final AtomicInteger packed = new AtomicInteger();
    private LocalPaths local = new LocalPaths(Path.of("."));
    private Closure closure = new Closure(List.of());

    @BeforeEach
    void makeLocalStore() throws IOException {
        local = new LocalPaths(directory);
        closure = local.chain(30);
    }

    @Test
    void sendsThroughADecompressorWithoutWaitingForAnything() throws InterruptedException {
        hostOf(4, true, this::unpack);
        TransferResult result = sendAll("zstd:3");
        assertThat(result.paths()).isEqualTo(30);
        assertThat(host.valid()).hasSize(30);
        assertThat(packed).hasValue(1);
        assertThat(raw).hasValue(0);
        assertThat(progress.wireBytes().sum()).isPositive().isLessThan(closure.narSize() / 4);
        assertThat(progress.narBytesSent().sum()).isEqualTo(closure.narSize());
    }

    @ParameterizedTest
    @CsvSource({"none, true", "zstd, false", "auto, false"})
    void sendsAsItIsWhereThatIsWantedOrNothingElseIsPossible(String compression, boolean zstd)
            throws InterruptedException {
        hostOf(4, zstd, this::unpack);
        sendAll(compression);
        assertThat(host.valid()).hasSize(30);
        assertThat(packed).hasValue(0);
    }

    @Test
    void whatFailsTwiceCompressedIsSentAsItIs() throws InterruptedException {
        hostOf(4, true, (in, out, err) -> {
            packed.incrementAndGet();
            in.readAllBytes();
            err.write("zstd: /*stdin*\\: Decoding error (36) : Corrupted block detected\n"
                    .getBytes(StandardCharsets.UTF_8));
            return new ExitStatus.Exited(1);
        });
        sendAll("zstd:3");
        assertThat(host.valid()).hasSize(30);
        assertThat(packed).hasValue(2);
        assertThat(raw).hasValue(1);
    }

    @Test
    void aHashThatADecompressorMayHaveSpoiledIsNotYetTheHostsFault() throws InterruptedException {
        hostOf(4, true, (in, out, err) -> {
            packed.incrementAndGet();
            in.readAllBytes();
            err.write("error: hash mismatch importing path 'x'\n".getBytes(StandardCharsets.UTF_8));
            return new ExitStatus.Exited(1);
        });
        sendAll("zstd:3");
        assertThat(host.valid()).hasSize(30);
    }

    @Test
    void largePathsTravelBesideTheSmallOnes() throws IOException, InterruptedException {
        List<PathInfo> all = new ArrayList<>(closure.paths());
        for (int n = 0; n < 4; n++) {
            all.add(local.add(
                    "large-" + n,
                    "x".repeat(LARGE + n),
                    new TreeSet<>(List.of(all.getLast().path()))));
        }
        closure = Closure.of(all);
        hostOf(3, false, this::unpack);
        sendAll("auto");
        assertThat(host.valid()).hasSize(34);
        assertThat(raw.get()).isBetween(2, 3);
        assertThat(progress.narBytesSent().sum()).isEqualTo(closure.narSize());
    }

    @Test
    void aHostWithOneSessionGetsEverythingThroughTheControl() throws InterruptedException {
        hostOf(4, true, this::unpack);
        assertThat(send(new OneSession(machine), "zstd:3").paths()).isEqualTo(30);
        assertThat(host.valid()).hasSize(30);
        assertThat(machine.ran()).hasSize(1);
    }

    @Test
    void aControlThatFailedAsALaneIsOpenedAgain() throws InterruptedException {
        hostOf(4, true, this::unpack);
        host.stumbles(new FakeStore.Obstacle() {
            @Override
            public void inTheMiddleOf(int nth, String path) throws IOException {
                if (nth == 5) {
                    throw Stumble.error("SQLite database is busy");
                }
            }
        });
        send(new OneSession(machine), "none");
        assertThat(host.valid()).hasSize(30);
        assertThat(machine.ran()).hasSize(2);
    }

    @Test
    void twoHostsShareWhatIsRead() throws Exception {
        hostOf(1, false, this::unpack);
        FakeStore secondStore = new FakeStore();
        ScriptedMachine second = new ScriptedMachine("web2");
        second.whenShell("convoy-serve").thenTalk(secondStore);
        ClosureTransfer transfer = transfer("none");
        List<Thread> hosts = List.of(
                Thread.ofVirtual().start(() -> sendQuietly(transfer, new ScriptedLink(machine))),
                Thread.ofVirtual().start(() -> sendQuietly(transfer, new ScriptedLink(second))));
        for (Thread one : hosts) {
            one.join();
        }
        assertThat(host.valid()).isEqualTo(secondStore.valid()).hasSize(30);
    }

    @Test
    void holdsToALimitOfBandwidth() throws InterruptedException {
        hostOf(1, false, this::unpack);
        var settings = new TransferSettings(
                new Compression.None(),
                Delta.NEVER,
                1 << 20,
                directory,
                OptionalLong.of(10_000),
                OptionalLong.of(1_000_000),
                Optional.empty());
        List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
        var source = new LocalSource(new ScriptedMachine("here"), local.directory());
        var transfer = new ClosureTransfer(source, settings, pause -> pauses.add(pause.toMillis()));
        try (TransferSession session = transfer.open(new ScriptedLink(machine), events::add)) {
            session.send(session.plan(closure), progress);
        }
        assertThat(pauses.stream().mapToLong(Long::longValue).max().orElseThrow())
                .as("the pauses are not waited for, so that the last one is for all bytes")
                .isGreaterThan(closure.narSize() / 10 - 2_000);
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1", "100000000000, 0"})
    void packsWhatALimitMakesSlowHoweverFastTheLinkIs(long limit, int packedLanes) throws Exception {
        List<PathInfo> large = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            large.add(local.add("large" + n, "x".repeat(LARGE + n), new TreeSet<>()));
        }
        hostOf(1, true, this::unpack);
        machine.whenShell("convoy-link").thenTalk((in, out, err) -> {
            out.write(("ready\n" + "1\n".repeat(36)).getBytes(StandardCharsets.US_ASCII));
            in.transferTo(OutputStream.nullOutputStream());
            return new ExitStatus.Exited(0);
        });
        var settings = new TransferSettings(
                new Compression.Auto(),
                Delta.NEVER,
                16 << 20,
                directory.resolve("spill"),
                OptionalLong.empty(),
                OptionalLong.of(limit),
                Optional.empty());
        var source = new LocalSource(new ScriptedMachine("here"), local.directory());
        var transfer = new ClosureTransfer(source, settings, pause -> {});
        try (TransferSession session = transfer.open(new ScriptedLink(machine), events::add)) {
            session.send(session.plan(Closure.of(large)), progress);
        }
        assertThat(packed).hasValue(packedLanes);
    }

    private void hostOf(int cores, boolean zstd, Conversation decompressor) {
        String said = "convoy-host cores=" + cores + " zstd=" + (zstd ? "yes" : "no") + " gzip=no\n";
        machine.when("the control", command -> last(command).equals("control")).thenTalk((in, out, err) -> {
            out.write(said.getBytes(StandardCharsets.US_ASCII));
            return host.talk(in, out, err);
        });
        machine.when("a raw lane", command -> last(command).equals("raw")).thenTalk((in, out, err) -> {
            raw.incrementAndGet();
            return host.talk(in, out, err);
        });
        machine.when("a packed lane", command -> last(command).equals("zstd")).thenTalk(decompressor);
    }

    private ExitStatus unpack(java.io.InputStream in, OutputStream out, OutputStream err) throws IOException {
        packed.incrementAndGet();
        return host.talk(new ZstdInputStream(in), out, err);
    }

    private TransferResult sendAll(String compression) throws InterruptedException {
        return send(new ScriptedLink(machine), compression);
    }

    private TransferResult send(Link link, String compression) throws InterruptedException {
        try (TransferSession session = transfer(compression).open(link, events::add)) {
            return session.send(session.plan(closure), progress);
        }
    }

    private void sendQuietly(ClosureTransfer transfer, Link link) {
        try (TransferSession session = transfer.open(link, events::add)) {
            session.send(session.plan(closure), new TransferProgress());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ClosureTransfer transfer(String compression) {
        var settings = new TransferSettings(
                Compression.parse(compression).orElseThrow(),
                Delta.NEVER,
                16 << 20,
                directory.resolve("spill"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
        return new ClosureTransfer(
                new LocalSource(new ScriptedMachine("here"), local.directory()), settings, pause -> {});
    }

    private static String last(Command command) {
        return command.arguments().getLast();
    }

    /** As a host behind an sshd with MaxSessions 1. */
    private record OneSession(ScriptedMachine scripted) implements Link, Machine {
        @Override
        public Machine machine() {
            return this;
        }

        @Override
        public String name() {
            return scripted.name();
        }

        @Override
        public Running start(Command command) {
            return scripted.start(command);
        }

        @Override
        public Optional<Running> startIfRoom(Command command) {
            return Optional.empty();
        }

        @Override
        public Machine reconnect() {
            return this;
        }

        @Override
        public void close() {
            scripted.close();
        }
    }
}
