package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.transfer.FakeStore.Obstacle;
import dev.convoy.transfer.FakeStore.Stumble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TransferSessionTest {
    @TempDir
    private Path directory;

    private final FakeStore host = new FakeStore();
    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final ScriptedLink link = new ScriptedLink(machine);
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> pauses = new ArrayList<>();
    private final TransferProgress progress = new TransferProgress();
    private LocalPaths local = new LocalPaths(Path.of("."));
    private Closure closure = new Closure(List.of());

    @BeforeEach
    void makeLocalStore() throws IOException {
        local = new LocalPaths(directory);
        closure = local.chain(30);
        machine.whenShell("convoy-serve").thenTalk(host);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void sendsWhatIsMissingAndNothingElse() throws InterruptedException {
        List<PathInfo> there = closure.paths().subList(0, 10);
        host.with(there);

        try (TransferSession session = open()) {
            TransferPlan plan = session.plan(closure);
            assertThat(plan.missing()).isEqualTo(closure.paths().subList(10, 30));
            assertThat(session.send(plan, progress)).isEqualTo(new TransferResult(20, plan.narBytes(), 10));
            assertThat(host.received()).isEqualTo(texts(plan.missing()));
            assertArrived(plan);
            assertThat(events.getFirst()).isEqualTo(new TransferEvent.Planned(20, plan.narBytes(), 10));
            assertThat(events.getLast())
                    .isEqualTo(new TransferEvent.Finished(new TransferResult(20, plan.narBytes(), 10)));
        }
    }

    @Test
    void asksOnceAndSendsNothingWhereEverythingIsThere() throws InterruptedException {
        host.with(closure.paths());
        try (TransferSession session = open()) {
            TransferPlan plan = session.plan(closure);
            assertThat(session.send(plan, progress)).isEqualTo(new TransferResult(0, 0, 30));
        }
        assertThat(host.queries()).isEqualTo(1);
        assertThat(machine.ran()).hasSize(1);
    }

    @Test
    void asksInTheRoundTripOfTheGreeting() throws InterruptedException {
        ScriptedMachine slow = new ScriptedMachine("web1");
        slow.whenShell("convoy-serve").thenTalk((in, out, err) -> {
            byte[] greetingAndQuestion = in.readNBytes(24);
            return host.talk(new SequenceInputStream(new ByteArrayInputStream(greetingAndQuestion), in), out, err);
        });
        try (TransferSession session = transfer().open(new ScriptedLink(slow), events::add)) {
            assertThat(session.plan(closure).missing()).hasSize(30);
        }
    }

    @Test
    void asksInPassingWhetherAllHasArrived() throws InterruptedException {
        try (TransferSession session = open()) {
            session.send(session.plan(closure), progress);
        }
        assertThat(host.queries()).isEqualTo(2);
        assertThat(host.lockingQueries()).isEqualTo(1);
    }

    @Test
    void writesTheStoreAsRootUnlessToldOtherwise() throws InterruptedException {
        try (TransferSession session = open()) {
            session.plan(closure);
        }
        try (TransferSession session = transfer().open(link, events::add, StoreAccess.LOGIN_USER)) {
            session.plan(closure);
        }
        assertThat(machine.ran())
                .extracting(ran -> ran.command().privilege())
                .containsExactly(Privilege.ROOT, Privilege.LOGIN_USER);
    }

    @Test
    void keepsTheClosureFromCollectionUntilItIsClosed() throws InterruptedException {
        TransferSession session = open();
        session.send(session.plan(closure), progress);
        host.collectGarbage();
        assertThat(host.valid()).hasSize(30);
        session.close();
        awaitEndOfSessions();
        host.collectGarbage();
        assertThat(host.valid()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 29})
    void goesOnAfterTheConnectionBrokeInTheMiddleOfAPath(int nth) throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun == nth) {
                    breakConnection();
                }
            }
        });
        sendsAllAndEachOnce();
        assertThat(link.reconnections()).isEqualTo(1);
        assertThat(resumes()).singleElement().satisfies(resumed -> {
            assertThat(resumed.remaining()).isEqualTo(30 - nth);
            assertThat(resumed.attempt()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 29})
    void doesNotSendAgainWhatArrivedWithoutAnAcknowledgement(int nth) throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void beforeAcknowledging(int begun, String path) throws IOException {
                if (begun == nth) {
                    breakConnection();
                }
            }
        });
        sendsAllAndEachOnce();
    }

    @Test
    void goesOnAfterTheConnectionBrokeDuringTheFirstAndTheLastQuery() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void beforeAnsweringQuery(int nth) throws IOException {
                if (nth == 0 || nth == 2) {
                    breakConnection();
                }
            }
        });
        sendsAllAndEachOnce();
        assertThat(link.reconnections()).isEqualTo(2);
        assertThat(resumes()).isEmpty();
    }

    @Test
    void stillKeepsTheClosureFromCollectionAfterItReconnected() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun == 10) {
                    breakConnection();
                }
            }
        });
        try (TransferSession session = open()) {
            session.send(session.plan(closure), progress);
            host.collectGarbage();
            assertThat(host.valid()).hasSize(30);
        }
    }

    @Test
    void goesOnAfterTheServerWasKilledWithoutLosingTheConnection() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun == 7) {
                    throw new Stumble("", new ExitStatus.Signalled("KILL"));
                }
            }
        });
        sendsAllAndEachOnce();
        assertThat(link.reconnections()).isZero();
        assertThat(resumes())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains("KILL"));
    }

    @Test
    void survivesManyLossesAsLongAsSomethingArrivesBetweenThem() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun % 2 == 1) {
                    breakConnection();
                }
            }
        });
        sendsAllAndEachOnce();
        assertThat(link.reconnections()).isGreaterThan(20);
        assertThat(pauses).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void getsAheadAlsoWhereEveryAcknowledgementIsLost() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void beforeAcknowledging(int begun, String path) throws IOException {
                breakConnection();
            }
        });
        sendsAllAndEachOnce();
        assertThat(pauses).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void waitsLongerEachTimeForAHostThatCannotBeReachedAgain() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun == 3) {
                    link.refuses(3);
                    breakConnection();
                }
            }
        });
        sendsAllAndEachOnce();
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void givesUpAfterFiveRetriesThatBroughtNothing() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun >= 3) {
                    breakConnection();
                }
            }
        });
        TransferFailure failure = failure();
        assertThat(failure).isInstanceOf(TransferFailure.Broken.class);
        assertThat(failure.message())
                .contains("the connection broke at " + closure.paths().get(3).path())
                .contains("6 attempts in a row");
        assertThat(link.reconnections()).isEqualTo(5);
    }

    @Test
    void givesUpAtOnceWhereTheHostKeyHasChangedMeanwhile() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                breakConnection();
            }
        });
        var changed = new TransferFailure.HostKeyMismatch("web1", "the host key has changed", List.of());
        var suspicious = new ScriptedLink(machine) {
            @Override
            public Machine reconnect() {
                throw new TransferException(changed);
            }
        };
        TransferSession session = transfer().open(suspicious, events::add);
        TransferPlan plan = session.plan(closure);
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> session.send(plan, progress))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(changed));
    }

    @Test
    void saysThatTheDiskIsFullAndDoesNotTryAgain() throws InterruptedException {
        stumblesAt(5, "writing to file: No space left on device");
        TransferFailure failure = failure();
        assertThat(failure).isInstanceOf(TransferFailure.DiskFull.class);
        assertThat(failure.message())
                .isEqualTo("the store session ended at "
                        + closure.paths().get(5).path() + ": error: writing to file: No space left on device");
        assertThat(failure.hints()).anyMatch(hint -> hint.contains("nix-collect-garbage"));
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cannot add path '/nix/store/x' because it lacks a valid signature",
                "cannot add path '/nix/store/x' because it lacks a signature by a trusted key"
            })
    void saysHowAHostComesToTrustUs(String stderr) throws InterruptedException {
        stumblesAt(0, stderr);
        TransferFailure failure = failure();
        assertThat(failure).isInstanceOf(TransferFailure.NotTrusted.class);
        assertThat(failure.hints()).hasSize(3);
    }

    @Test
    void namesTheSideThatIsToBlameForAWrongHash() throws IOException, InterruptedException {
        stumblesAt(2, "hash mismatch importing path '/nix/store/x'");
        assertThat(failure())
                .isInstanceOf(TransferFailure.Corrupt.class)
                .extracting(TransferFailure::hints)
                .asString()
                .contains("bad memory or a bad disk on the host");

        host.stumbles(Obstacle.NONE);
        PathInfo rotten = closure.paths().get(20);
        Files.writeString(
                local.fileOf(rotten), Files.readString(local.fileOf(rotten)).replace("content", "CONTENT"));
        TransferFailure here = failure();
        assertThat(here).isInstanceOf(TransferFailure.Corrupt.class);
        assertThat(here.message())
                .contains("this machine's store is at fault")
                .contains(rotten.path().toString());
        assertThat(host.valid()).doesNotContain(rotten.path().toString());
    }

    @Test
    void readsNothingOfAPathWhoseSizeIsWrong() throws IOException, InterruptedException {
        PathInfo grown = closure.paths().get(0);
        Files.writeString(local.fileOf(grown), "much longer than it was before, by more than the padding");
        assertThat(failure().message()).contains("not the recorded " + grown.narSize());
        assertThat(host.narBytes()).isZero();
        Files.delete(local.fileOf(grown));
        Files.delete(local.fileOf(grown).getParent());
        assertThat(failure().message()).contains(grown.path() + ": cannot be read");
    }

    @Test
    void retriesOnceAfterAnErrorThatItDoesNotKnow() throws InterruptedException {
        stumblesAt(4, "SQLite database is busy");
        TransferFailure failure = failure();
        assertThat(failure).isInstanceOf(TransferFailure.Broken.class);
        assertThat(failure.message()).contains("SQLite database is busy").contains("2 attempts in a row");
        assertThat(host.valid()).hasSize(4);
    }

    @Test
    void saysWhenNixIsMissingOrTheStoreIsReadOnlyOrSudoRefuses() throws InterruptedException {
        assertThat(failureToBegin("convoy: nix-store is not in the PATH, /bin\n", 127)
                        .hints())
                .anyMatch(hint -> hint.contains("PATH"));
        assertThat(failureToBegin("convoy: /nix/var/nix cannot be written\n", 90)
                        .message())
                .contains("cannot be written");
        assertThat(failureToBegin("sudo: a password is required\n", 1))
                .asInstanceOf(type(TransferFailure.EscalationRefused.class))
                .isNotNull();
    }

    @Test
    void saysWhatALoginScriptPrinted() throws InterruptedException {
        ScriptedMachine noisy = new ScriptedMachine("web1");
        noisy.whenShell("convoy-serve").thenPrint("Welcome!\u001b[5m You have mail.\n");
        TransferSession session = transfer().open(new ScriptedLink(noisy), events::add);
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> session.plan(closure))
                .withMessageContaining("\"Welcome! You have mail.\"");
    }

    @Test
    void doesNotWaitForeverForAServerThatNeverAnswers() {
        ScriptedMachine silent = new ScriptedMachine("web1");
        silent.whenShell("convoy-serve").thenHang();
        assertThatExceptionOfType(SessionEndedException.class)
                .isThrownBy(
                        () -> StoreSession.open(silent, ServeCommand.control(StoreAccess.ROOT), Duration.ofMillis(1)))
                .satisfies(e -> assertThat(Diagnosis.of("web1", e).orElseThrow().message())
                        .isEqualTo("the store session ended: nix-store --serve did not answer within 0 s"));
    }

    @Test
    void doesNotBelieveAHostThatAcknowledgesWhatItDoesNotHave() throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void beforeAcknowledging(int nth, String path) {
                if (nth == 29) {
                    host.forget(closure.paths().get(12).path().toString());
                }
            }
        });
        assertThat(failure().message())
                .contains("does not have " + closure.paths().get(12).path());
    }

    private void stumblesAt(int nth, String error) {
        host.stumbles(new Obstacle() {
            @Override
            public void inTheMiddleOf(int begun, String path) throws IOException {
                if (begun >= nth) {
                    throw Stumble.error(error);
                }
            }
        });
    }

    private void breakConnection() throws IOException {
        machine.loseConnection("connection reset");
        throw new IOException("connection reset");
    }

    private void sendsAllAndEachOnce() throws InterruptedException {
        try (TransferSession session = open()) {
            TransferPlan plan = session.plan(closure);
            assertThat(session.send(plan, progress)).isEqualTo(new TransferResult(30, plan.narBytes(), 0));
            assertThat(host.received()).isEqualTo(texts(closure.paths()));
            assertArrived(plan);
        }
    }

    private void assertArrived(TransferPlan plan) {
        assertThat(host.valid()).isEqualTo(new TreeSet<>(texts(closure.paths())));
        assertThat(progress.narBytesSent().sum()).isEqualTo(plan.narBytes());
        assertThat(progress.pathsAcknowledged().sum()).isEqualTo(plan.missing().size());
        Set<String> told = events.stream()
                .filter(TransferEvent.PathSent.class::isInstance)
                .map(event -> ((TransferEvent.PathSent) event).path().toString())
                .collect(Collectors.toSet());
        assertThat(told).isEqualTo(Set.copyOf(texts(plan.missing())));
        assertThat(events.stream().filter(TransferEvent.PathSent.class::isInstance))
                .hasSize(told.size());
    }

    private TransferFailure failure() throws InterruptedException {
        try (TransferSession session = open()) {
            TransferPlan plan = session.plan(closure);
            session.send(plan, progress);
        } catch (TransferException e) {
            return e.failure();
        }
        throw new AssertionError("the transfer succeeded");
    }

    private TransferFailure failureToBegin(String stderr, int exit) throws InterruptedException {
        host.stumbles(new Obstacle() {
            @Override
            public void beforeGreeting() throws IOException {
                throw new Stumble(stderr, new ExitStatus.Exited(exit));
            }
        });
        return failure();
    }

    private List<TransferEvent.Resumed> resumes() {
        return events.stream()
                .filter(TransferEvent.Resumed.class::isInstance)
                .map(TransferEvent.Resumed.class::cast)
                .toList();
    }

    private TransferSession open() {
        return transfer().open(link, events::add);
    }

    private ClosureTransfer transfer() {
        return new ClosureTransfer(new LocalSource(new ScriptedMachine("here"), local.directory()), pauses::add);
    }

    /** The fake's sessions end on threads of their own, soon after their input. */
    private void awaitEndOfSessions() {
        while (host.openSessions() > 0) {
            Thread.onSpinWait();
        }
    }

    private static List<String> texts(List<PathInfo> infos) {
        return infos.stream().map(info -> info.path().toString()).toList();
    }
}
