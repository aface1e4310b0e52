package dev.convoy.cli.run.resume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationFailure;
import dev.convoy.activation.ActivationOutcome;
import dev.convoy.activation.health.Probe;
import dev.convoy.activation.health.Result;
import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Halt;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.cli.run.FakeRooms;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in three waves of one host each, whose process died at some moment; another one goes on with it. */
class ResumeRunTest {
    private static final String ID = "20251126-120000-k3vx";
    private static final HostName DB = new HostName("db1");
    private static final HostName WEB1 = new HostName("web1");

    @TempDir
    private Path directory;

    private FakeFleet fleet;
    private FakeRooms rooms;

    @BeforeEach
    void threeHosts() throws IOException {
        fleet = new FakeFleet(directory, "db1", "web1", "web2");
        rooms = fleet.rooms;
        fleet.flags.put(Setting.BATCH, "1");
    }

    @Test
    void whatIsOnTrialIsConfirmedAndTheRestIsDoneInItsWaves() {
        isDone("db1");
        isOnTrial("web1");
        cutOff(journal -> {
            done(journal, DB);
            journal.step(WEB1, Step.BEGIN);
        });
        fleet.flags.clear();
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done)
                .contains("observe db1", "rejoin " + ID + " on web1", "extend web1", "SWITCH web2")
                .doesNotContain("SWITCH db1", "SWITCH web1");
        assertThat(rooms.order).containsExactly("web1 confirmed", "web2 -> 2 (bbbbbbb)", "web2 confirmed");
        assertThat(rooms.names).containsExactly(ID);
        assertThat(fleet.err())
                .contains("run " + ID + ": resume, goal switch", "wave 3 of 3: all (1 host): web2", "3 done")
                .doesNotContain("wave 1 of 3", "wave 2 of 3");
        assertThat(fleet.run(ID).exitCode()).hasValue(0);
        assertThat(fleet.run(ID).all())
                .allSatisfy(host -> assertThat(host.isChanged()).isTrue());
    }

    @Test
    void aHostThatWentBackBecauseNobodyAnsweredIsBegunAgainUnderAnotherName() {
        rooms.earlier.put("db1", reverted("activation.not-confirmed"));
        cutOff(journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order).startsWith("db1 -> 2 (bbbbbbb)", "db1 confirmed");
        assertThat(rooms.names).containsExactly(ID, ID + "-2");
    }

    @Test
    void aHostThatNeverHeardOfItIsBegun() {
        cutOff(journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.order).hasSize(6);
    }

    @Test
    void whatFailedOnItsOwnIsNotBegunAgainAndStopsTheRollout() {
        rooms.earlier.put("db1", reverted("activation.switch-failed"));
        cutOff(journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).isEmpty();
        assertThat(fleet.err()).contains("1 of 3 hosts of stage all is not activated", "1 rolled back, 2 skipped");
    }

    @Test
    void anIllTrialIsPutBackAsItWouldHaveBeen() {
        isOnTrial("db1");
        rooms.looks.put("db1", (probe, _) -> ill(probe));
        cutOff(journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).singleElement().asString().startsWith("db1 reverted");
    }

    @Test
    void aVerdictThatWasReachedIsNotReachedAgain() {
        isOnTrial("db1");
        cutOff(journal -> {
            journal.step(DB, Step.BEGIN);
            journal.step(DB, Step.REVERT, "shop opens: closed");
        });
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).containsExactly("db1 reverted: shop opens: closed");
        assertThat(fleet.err()).contains("shop opens: closed [health.check-failed]", "is unhealthy, none allowed");
    }

    @Test
    void aCanaryThatHadFailedStillStopsTheRollout() {
        cutOff(journal -> {
            journal.step(DB, Step.BEGIN);
            journal.ended(
                    DB, new HostOutcome.RolledBack(new Failure("a.b", Phase.HEALTH, "ill", List.of(), List.of())));
        });
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).isEmpty();
    }

    @Test
    void whatTheOperatorForgaveStaysForgiven() {
        cutOff(journal -> {
            journal.step(DB, Step.BEGIN);
            journal.ended(
                    DB, new HostOutcome.RolledBack(new Failure("a.b", Phase.HEALTH, "ill", List.of(), List.of())));
            journal.forgiven();
        });
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.order).hasSize(4);
    }

    @Test
    void theHostIsBelievedAndNotTheJournal() {
        rooms.states.put("db1", States.running(States.system('c', "db1", "1.5")));
        cutOff(journal -> done(journal, DB));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.order).isEmpty();
        assertThat(fleet.err())
                .contains("it runs 1.5 (ccccccc) now, and run " + ID + " left it with 2 (bbbbbbb)")
                .contains("[resume.host-moved]");
    }

    @Test
    void aHostThatSomebodyElseTookMeanwhileIsLeftAlone() {
        fleet.flags.clear();
        rooms.states.put("web2", States.running(States.system('c', "web2", "1.5")));
        cutOff(_ -> {});
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(rooms.done).contains("SWITCH db1", "SWITCH web1").doesNotContain("SWITCH web2");
        assertThat(fleet.err()).contains("it runs 1.5 (ccccccc), but ran 1 (aaaaaaa) when the run began");
    }

    @Test
    void aHostThatCannotBeReachedIsUnknown() {
        rooms.states.remove("db1");
        fleet.flags.clear();
        cutOff(journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.INDETERMINATE);
        assertThat(fleet.err()).contains("2 done, 1 unknown");
        assertThat(fleet.run(ID).leftSomething()).isTrue();
    }

    @Test
    void aRollbackOfTheRunThatWasCutOffIsFinished() {
        isDone("db1");
        isDone("web1");
        cutOff(journal -> {
            done(journal, DB);
            done(journal, WEB1);
            journal.halted(new Halt("1 of 3 hosts is ill", OnFailure.RUN, List.of(DB, WEB1)));
            journal.step(DB, Step.REVERT, "1 of 3 hosts is ill");
        });
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.DECLINED);
        assertThat(rooms.done).contains("rejoin " + ID + "-back on db1");
        assertThat(rooms.order)
                .containsExactlyInAnyOrder(
                        "db1 -> 1 (aaaaaaa)", "db1 confirmed", "web1 -> 1 (aaaaaaa)", "web1 confirmed");
        assertThat(rooms.names).containsExactly(ID + "-back-2");
        assertThat(fleet.err()).contains("2 rolled back, 1 skipped", "the rollout was stopped before");
    }

    @Test
    void theRestOfARollbackIsDoneToo() {
        rooms.onTrial.put("db1", old("db1"));
        cutOff("rollback", journal -> journal.step(DB, Step.BEGIN));
        assertThat(fleet.resume(ID)).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(rooms.done).contains("rejoin " + ID + " on db1", "SWITCH web1", "SWITCH web2");
        assertThat(rooms.order).contains("db1 confirmed").doesNotContain("db1 -> 2 (bbbbbbb)");
        assertThat(fleet.err()).contains("3 done");
    }

    @Test
    void aRunIsUnfinishedUntilItIsResumedOrLaterRunsTakeItsHostsOver() {
        assertThat(fleet.unfinished()).isEmpty();
        cutOff(_ -> {});
        assertThat(fleet.unfinished()).isPresent();
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.err()).contains("run " + ID + " was cut off before it was done; 'convoy resume' goes on");
        assertThat(fleet.unfinished()).isEmpty();
    }

    @Test
    void whatItKeptFromGarbageCollectionIsDroppedByALaterRunOnceItsHostsAreTakenOver() throws IOException {
        cutOff(_ -> {});
        Path roots =
                Files.createDirectories(directory.resolve("state/convoy/roots").resolve(ID));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(roots).as("what took it over was not begun yet").exists();
        rooms.states.replaceAll((host, _) -> States.running(States.system('a', host, "1")));
        assertThat(fleet.deploy()).isEqualTo(ExitCode.SUCCESS);
        assertThat(roots).doesNotExist();
    }

    private void cutOff(Consumer<Journal> lines) {
        cutOff("deploy", lines);
    }

    private void cutOff(String command, Consumer<Journal> lines) {
        fleet.cutOff(ID, command, List.of(fleet.head("db1", 1), fleet.head("web1", 2), fleet.head("web2", 3)), lines);
    }

    private static void done(Journal journal, HostName host) {
        journal.step(host, Step.BEGIN);
        journal.ended(host, new HostOutcome.Succeeded("switched to 2 (bbbbbbb)", List.of()));
    }

    private void isDone(String host) {
        rooms.states.put(host, States.running(FakeFleet.wanted(host)));
    }

    private void isOnTrial(String host) {
        isDone(host);
        rooms.onTrial.put(host, old(host));
    }

    private static ActivationOutcome reverted(String code) {
        return new ActivationOutcome.Reverted(
                Optional.of(old("db1")), new ActivationFailure(code, "it went back", List.of(), List.of()));
    }

    private static Result ill(Probe probe) {
        return new Result.Fail("closed: " + probe, List.of());
    }

    private static StorePath old(String host) {
        return States.system('a', host, "1");
    }
}
