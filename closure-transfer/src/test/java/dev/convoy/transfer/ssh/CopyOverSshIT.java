package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.transfer.ClosureTransfer;
import dev.convoy.transfer.EarlyControl;
import dev.convoy.transfer.NixSource;
import dev.convoy.transfer.StoreAccess;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.TransferEvent;
import dev.convoy.transfer.TransferPlan;
import dev.convoy.transfer.TransferProgress;
import dev.convoy.transfer.TransferResult;
import dev.convoy.transfer.TransferSession;
import dev.convoy.transfer.TransferSettings;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Closures over a real SSH server, whose commands see another directory as {@code /nix}. */
@Timeout(180)
class CopyOverSshIT {
    @TempDir
    private Path directory;

    private final LocalMachine local = new LocalMachine();
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final TransferProgress progress = new TransferProgress();
    private NixSource source = new NixSource(local, Path.of("/"));
    private String otherNix = "";

    @BeforeEach
    void needsNix() throws IOException, InterruptedException {
        source = new NixSource(local, directory);
        source.assumeUsable();
        Path host = Files.createDirectory(directory.resolve("host"));
        otherNix = "ForceCommand unshare -m --propagation private sh -c 'mount --bind " + host
                + " /nix && exec /bin/sh -c \"$SSH_ORIGINAL_COMMAND\"'";
    }

    @Test
    void copiesAClosureOverOneConnection() throws Exception {
        Closure closure = source.closure();
        try (var sshd = LocalSshd.start(directory, otherNix);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            assertThat(sendAll(closure, link, _ -> {}))
                    .isEqualTo(new TransferResult(closure.paths().size(), closure.narSize(), 0));
            assertWhole(closure, link);
            assertThat(sshd.log().stream().filter(line -> line.contains("Accepted publickey")))
                    .hasSize(1);
        }
    }

    @Test
    void aServerThatAllowsOneCommandPerConnectionGetsMoreConnections() throws Exception {
        Closure closure = source.closure();
        try (var sshd = LocalSshd.start(directory, otherNix, "MaxSessions 1");
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            assertThat(sendAll(closure, link, _ -> {}).paths())
                    .isEqualTo(closure.paths().size());
            assertWhole(closure, link);
            assertThat(sshd.log().stream().filter(line -> line.contains("Accepted publickey")))
                    .hasSizeBetween(2, 3);
        }
    }

    /** However much was known when it was begun; one that has asked for something else is of no use. */
    @ParameterizedTest
    @CsvSource({"all, 2", "nothing, 2", "a part, 3"})
    void asksThroughTheSessionThatWasBegunEarly(String known, int sessions) throws Exception {
        Closure closure = source.closure();
        Closure part = new ClosureTransfer(local)
                .closureOf(List.of(closure.paths().getFirst().path()));
        Map<String, Closure> closures = Map.of("all", closure, "a part", part);
        try (var sshd = LocalSshd.start(directory, otherNix);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            EarlyControl early = EarlyControl.on(link, () -> Optional.ofNullable(closures.get(known)));
            run(link, "true");
            await().until(() -> LocalSshd.hasProcess("--serve"));
            try (TransferSession session =
                    new ClosureTransfer(local).open(link, early, events::add, StoreAccess.ROOT, Substitution.NEVER)) {
                assertThat(session.plan(closure).missing()).hasSameSizeAs(closure.paths());
            }
            assertThat(sshd.log().stream().filter(line -> line.contains("Starting session")))
                    .hasSize(sessions);
        }
    }

    @Test
    void asksEarlyWhatTheHostHasAndIsNotWaitedForWhereNobodyWantsTheAnswer() throws Exception {
        Closure closure = source.closure();
        try (var sshd = LocalSshd.start(directory, otherNix);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            try (EarlyControl _ = EarlyControl.on(link, () -> Optional.of(closure))) {
                run(link, "true");
                String root = closure.paths().getLast().path().toString();
                await().ignoreExceptions() // while the host makes its store
                        .until(() -> temporaryRoots().contains(root));
            }
            await().atMost(Duration.ofSeconds(4)).until(() -> !LocalSshd.hasProcess("--serve"));
        }
    }

    /** What the host's collector spares for those who ask. */
    private String temporaryRoots() throws IOException {
        var roots = new StringBuilder();
        try (var files = Files.walk(directory.resolve("host/var/nix/temproots"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                roots.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return roots.toString();
    }

    @Test
    void aSessionThatWasBegunEarlyAndIsNotWantedEndsByItself() throws Exception {
        try (var sshd = LocalSshd.start(directory, otherNix);
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            try (EarlyControl _ = EarlyControl.on(link, Optional::empty)) {
                run(link, "true");
                await().until(() -> LocalSshd.hasProcess("--serve"));
            }
            await().atMost(Duration.ofSeconds(4)).until(() -> !LocalSshd.hasProcess("--serve"));
        }
    }

    @Test
    void nothingIsBegunEarlyWhereTheServerAllowsOneCommand() throws Exception {
        try (var sshd = LocalSshd.start(directory, otherNix, "MaxSessions 1");
                var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.target());
            try (EarlyControl _ = EarlyControl.on(link, Optional::empty)) {
                run(link, "true");
                run(link, "sleep", "0.5");
            }
            assertThat(sshd.log().stream().filter(line -> line.contains("Accepted publickey")))
                    .hasSize(1);
        }
    }

    @Test
    void goesOnAfterTheServerWasKilledAndCameBack() throws Exception {
        Closure closure = source.closure();
        AtomicReference<LocalSshd> server = new AtomicReference<>(LocalSshd.start(directory, otherNix));
        AtomicInteger sent = new AtomicInteger();
        try (var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(server.get().target());
            sendAll(closure, link, slowly(closure), event -> {
                if (event instanceof TransferEvent.PathSent && sent.incrementAndGet() == 100) {
                    restart(server);
                }
            });
            assertWhole(closure, link);
            assertThat(progress.narBytesSent().sum()).isEqualTo(closure.narSize());
            assertThat(events.stream().filter(TransferEvent.PathSent.class::isInstance))
                    .hasSameSizeAs(closure.paths());
            assertThat(events.stream().filter(TransferEvent.Resumed.class::isInstance))
                    .isNotEmpty();
        } finally {
            server.get().close();
        }
    }

    private TransferResult sendAll(Closure closure, SshLink link, Consumer<TransferEvent> watcher)
            throws InterruptedException {
        return sendAll(closure, link, TransferSettings.defaults(), watcher);
    }

    /** In three seconds, so that whatever happens after the first third finds much that was not sent yet. */
    private static TransferSettings slowly(Closure closure) {
        TransferSettings auto = TransferSettings.defaults();
        return new TransferSettings(
                auto.compression(),
                auto.delta(),
                auto.memory(),
                auto.spillDirectory(),
                OptionalLong.of(closure.narSize() / 3),
                auto.hostBandwidth(),
                auto.signer());
    }

    private TransferResult sendAll(
            Closure closure, SshLink link, TransferSettings settings, Consumer<TransferEvent> watcher)
            throws InterruptedException {
        try (TransferSession session = new ClosureTransfer(local, settings).open(link, watcher.andThen(events::add))) {
            TransferPlan plan = session.plan(closure);
            return session.send(plan, progress);
        }
    }

    private void restart(AtomicReference<LocalSshd> server) {
        try {
            LocalSshd old = server.get();
            old.close();
            server.set(LocalSshd.startIn(old.directory(), old.port(), otherNix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertWhole(Closure closure, SshLink link) throws InterruptedException {
        run(link, "nix-store", "--verify", "--check-contents");
        String root = closure.paths().getLast().path().toString();
        assertThat(run(link, "nix-store", "--query", "--requisites", root)
                        .stdout()
                        .lines())
                .hasSameSizeAs(closure.paths());
    }

    private static Finished run(SshLink link, String... arguments) throws InterruptedException {
        Finished done = link.machine().run(Command.of(arguments));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done;
    }
}
