package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real Nix on both ends, without SSH between them. */
@Timeout(300)
class ClosureTransferIT {
    @TempDir
    private Path directory;

    private final Machine local = new LocalMachine();
    private final TransferProgress progress = new TransferProgress();
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private boolean mounted;
    private NixSource source = new NixSource(local, Path.of("/"));
    private NamespaceMachine host = new NamespaceMachine(Path.of("/"));

    @BeforeEach
    void needsNixAndNamespaces() throws IOException, InterruptedException {
        source = new NixSource(local, directory);
        source.assumeUsable();
        host = new NamespaceMachine(Files.createDirectory(directory.resolve("host")));
    }

    @AfterEach
    void end() throws InterruptedException {
        host.close();
        if (mounted) {
            assertThat(source.succeeds("umount", directory.resolve("host").toString()))
                    .isTrue();
        }
        local.close();
    }

    @Test
    void copiesAClosureThatNixFindsWholeAndCopiesNothingTheSecondTime() throws Exception {
        Closure closure = source.closure();
        ClosureTransfer transfer = new ClosureTransfer(local);
        try (TransferSession session = transfer.open(host, events::add)) {
            TransferPlan plan = session.plan(closure);
            assertThat(plan.missing()).hasSameSizeAs(closure.paths());
            TransferResult result = session.send(plan, progress);
            assertThat(result).isEqualTo(new TransferResult(closure.paths().size(), closure.narSize(), 0));
            assertThat(progress.narBytesSent().sum()).isEqualTo(closure.narSize());

            long before = host.bytes();
            TransferPlan again = session.plan(closure);
            assertThat(again.missing()).isEmpty();
            session.send(again, progress);
            assertThat(host.bytes() - before).isLessThan(100L * closure.paths().size());
        }
        assertWhole(closure);
    }

    @Test
    void goesOnAfterTheServerWasKilled() throws Exception {
        Closure closure = source.closure();
        host.killsAfter(closure.narSize() / 2);
        assertThat(sendAll(closure)).isLessThan(closure.narSize() + (2 << 20));
        assertThat(host.reconnections()).isZero();
        assertThat(resumes()).hasSize(1);
        assertWhole(closure);
    }

    @Test
    void goesOnAfterTheConnectionWasLostAndSendsOnlyTheRest() throws Exception {
        Closure closure = source.closure();
        host.losesConnectionAfter(closure.narSize() - (2 << 20));
        // Only the path that was cut may be sent twice, and none is much larger than 1 MiB.
        assertThat(sendAll(closure)).isLessThan(closure.narSize() + (2 << 20));
        assertThat(host.reconnections()).isEqualTo(1);
        assertThat(progress.narBytesSent().sum()).isEqualTo(closure.narSize());
        assertWhole(closure);
    }

    @Test
    void keepsTheClosureFromTheHostsCollectorWhileItIsOpen() throws Exception {
        Closure closure = source.closure();
        StorePath root = closure.paths().getLast().path();
        try (TransferSession session = new ClosureTransfer(local).open(host, events::add)) {
            session.send(session.plan(closure), progress);
            onHost("nix-store", "--gc");
            assertThat(isValidOnHost(root)).isTrue();
        }
        onHost("nix-store", "--gc");
        assertThat(isValidOnHost(root)).isFalse();
    }

    @Test
    void copiesWhatItTakesToBuildADerivation() throws Exception {
        StorePath derivation = source.derivation();
        ClosureTransfer transfer = new ClosureTransfer(local);
        Closure closure = transfer.closureOf(List.of(derivation));
        assertThat(closure.paths()).extracting(info -> info.path().name()).contains("built.drv", "tree", "root.drv");
        assertThat(closure.paths()).extracting(info -> info.path().name()).doesNotContain("built", "root");
        try (TransferSession session = transfer.open(host, events::add)) {
            session.send(session.plan(closure), progress);
            assertThat(onHost("nix-store", "--realise", derivation.toString()).stdout())
                    .contains("-root");
        }
    }

    @Test
    void bringsBackWhatAHostBuilt() throws Exception {
        StorePath derivation = source.derivation();
        ClosureTransfer transfer = new ClosureTransfer(local);
        StorePath root;
        try (TransferSession session = transfer.open(host, events::add)) {
            session.send(session.plan(transfer.closureOf(List.of(derivation))), new TransferProgress());
            root = StorePath.parse(onHost("nix-store", "--realise", derivation.toString())
                    .stdout()
                    .strip());
        }
        try (var here = new NamespaceMachine(Files.createDirectory(directory.resolve("here")))) {
            ClosureTransfer back = new ClosureTransfer(here);
            TransferResult got = back.fetch(host, StoreAccess.ROOT, root, progress);
            assertThat(got.paths()).isGreaterThan(300);
            assertThat(progress.pathsAcknowledged().sum()).isEqualTo(got.paths());
            assertThat(here.run(Command.of("nix-store", "--verify", "--check-contents"))
                            .isSuccess())
                    .isTrue();
            assertThat(here.run(Command.of("nix-store", "--check-validity", root.toString()))
                            .isSuccess())
                    .isTrue();
            assertThat(back.fetch(host, StoreAccess.ROOT, root, progress).paths())
                    .isZero();
        }
    }

    @Test
    void saysThatARootIsNotThere() {
        StorePath nowhere = StorePath.parse("/nix/store/00000000000000000000000000000000-nowhere");
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> new ClosureTransfer(local).closureOf(List.of(nowhere)))
                .withMessageContaining("nowhere' is not valid");
    }

    @Test
    void noticesDamageInTheLocalStoreBeforeTheHostDoes() throws Exception {
        Closure closure = source.closure();
        PathInfo large = closure.paths().stream()
                .filter(info -> info.path().name().equals("large-3"))
                .findFirst()
                .orElseThrow();
        Path file = Path.of(large.path().toString());
        byte[] content = Files.readAllBytes(file);
        try {
            damage(file, content);
            try (TransferSession session = new ClosureTransfer(local).open(host, events::add)) {
                TransferPlan plan = session.plan(closure);
                assertThatExceptionOfType(TransferException.class)
                        .isThrownBy(() -> session.send(plan, progress))
                        .satisfies(e -> assertThat(e.failure()).isInstanceOf(TransferFailure.Corrupt.class))
                        .withMessageContaining("this machine's store is at fault")
                        .withMessageContaining(large.path().toString());
            }
            assertThat(isValidOnHost(large.path())).isFalse();
        } finally {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    @Test
    void saysThatTheDiskOfTheHostIsFull() throws Exception {
        Closure closure = source.closure();
        mount("-t", "tmpfs", "-o", "size=5m", "tmpfs");
        TransferFailure failure = failure(closure);
        assertThat(failure).isInstanceOf(TransferFailure.DiskFull.class);
        assertThat(failure.message()).contains(" at /nix/store/");
    }

    @Test
    void saysThatTheStateDirectoryIsReadOnlyAndStartsNoNixThere() throws Exception {
        Closure closure = source.closure();
        onHost("nix-store", "--init");
        mount("-o", "bind", directory.resolve("host").toString());
        mount("-o", "remount,bind,ro");
        assertThat(failure(closure).message()).contains("/nix/var/nix cannot be written");
    }

    @Test
    void aHostThatDoesNotTrustItsLoginUserTakesOnlyWhatIsSigned() throws Exception {
        assumeTrue(source.succeeds("setpriv", "--version"), "skipped: no setpriv here");
        SigningKey key = source.signingKey();
        Closure closure = source.closure();
        NamespaceMachine untrusting = new NamespaceMachine(
                directory.resolve("host"),
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--",
                "env",
                "HOME=/");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Command daemon = Command.of(
                "nix-daemon",
                "--option",
                "extra-trusted-public-keys",
                key.publicKey().toString());
        try (Running _ = host.start(daemon.asRoot().within(Duration.ofMinutes(4)))) {
            onHost("sh", "-c", "until [ -S /nix/var/nix/daemon-socket/socket ]; do sleep 0.1; done");
            try (TransferSession session =
                    new ClosureTransfer(local).open(untrusting, events::add, StoreAccess.LOGIN_USER)) {
                TransferPlan plan = session.plan(closure);
                assertThatExceptionOfType(TransferException.class)
                        .isThrownBy(() -> session.send(plan, progress))
                        .satisfies(e -> assertThat(e.failure()).isInstanceOf(TransferFailure.NotTrusted.class));
            }
            var signing = new ClosureTransfer(local, TransferSettings.defaults().signedBy(key));
            try (TransferSession session = signing.open(untrusting, events::add, StoreAccess.LOGIN_USER)) {
                session.send(session.plan(closure), progress);
            }
        } finally {
            untrusting.close();
        }
        assertWhole(closure);
    }

    private TransferFailure failure(Closure closure) throws InterruptedException {
        try (TransferSession session = new ClosureTransfer(local).open(host, events::add)) {
            session.send(session.plan(closure), progress);
        } catch (TransferException e) {
            return e.failure();
        }
        throw new AssertionError("the transfer succeeded");
    }

    /** Puts something in the place of the host's {@code /nix}, until the test ends. */
    private void mount(String... what) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("mount"));
        words.addAll(List.of(what));
        words.add(directory.resolve("host").toString());
        assumeTrue(source.succeeds(words.toArray(String[]::new)), "skipped: cannot mount here");
        mounted = true;
    }

    /** Returns the bytes that went over. */
    private long sendAll(Closure closure) throws InterruptedException {
        try (TransferSession session = new ClosureTransfer(local).open(host, events::add)) {
            session.send(session.plan(closure), progress);
        }
        return host.bytes();
    }

    private void assertWhole(Closure closure) throws InterruptedException {
        onHost("nix-store", "--verify", "--check-contents");
        String root = closure.paths().getLast().path().toString();
        List<String> there = onHost("nix-store", "--query", "--requisites", root)
                .stdout()
                .lines()
                .toList();
        assertThat(new TreeSet<>(there))
                .isEqualTo(new TreeSet<>(closure.paths().stream()
                        .map(info -> info.path().toString())
                        .toList()));
    }

    private boolean isValidOnHost(StorePath path) throws InterruptedException {
        return host.run(Command.of("nix-store", "--check-validity", path.toString()))
                .isSuccess();
    }

    private Finished onHost(String... arguments) throws InterruptedException {
        Finished done = host.run(Command.of(arguments));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done;
    }

    private List<TransferEvent> resumes() {
        return events.stream().filter(TransferEvent.Resumed.class::isInstance).toList();
    }

    private static void damage(Path file, byte[] content) throws IOException {
        byte[] damaged = content.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(file, damaged);
    }
}
