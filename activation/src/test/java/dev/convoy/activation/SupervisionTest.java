package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.activation.ActivationEvent.ConnectionLost;
import dev.convoy.activation.ActivationEvent.LogLine;
import dev.convoy.activation.ActivationEvent.Reconnected;
import dev.convoy.activation.ActivationEvent.StepReached;
import dev.convoy.activation.ActivationOutcome.Activated;
import dev.convoy.activation.ActivationOutcome.Failed;
import dev.convoy.activation.ActivationOutcome.Indeterminate;
import dev.convoy.activation.ActivationOutcome.Reverted;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Link;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What convoy does with a host's answers, and without them. */
class SupervisionTest {
    private static final StorePath NEW = StorePath.parse("/nix/store/0c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-new");
    private static final String STARTED = "start\t1\nstart.state\tstarted\nend\tok\n";
    private static final String DONE = """
            conclude	1
            running	%1$s
            profile	%1$s
            result.outcome	activated
            end	ok
            """.formatted(NEW);

    private final ScriptedMachine machine = new ScriptedMachine("web1");
    private final SteppingClock clock = new SteppingClock();
    private final List<ActivationEvent> events = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private int reconnects;

    @Test
    void followsTheLogByItsBytesAndTheSteps() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.whenShell("convoy-follow")
                .thenPrint("follow\t1\nlife\trunning\nbytes\t9\nstep\ttesting\t17\nend\tok\nstörung\n")
                .thenPrint("follow\t1\nlife\tended\nbytes\t4\nend\tok\nend\n")
                .thenPrint("follow\t1\nlife\tended\nbytes\t0\nend\tok\n");
        machine.whenShell("convoy-conclude").thenPrint(DONE);

        assertThat(activate()).isInstanceOf(Activated.class);
        assertThat(events).containsExactly(new StepReached("testing"), new LogLine("störung"), new LogLine("end"));
        assertThat(machine.commandLines().get(2)).endsWith("convoy-follow r-1 9 1 10 trial");
        assertThat(machine.commandLines().get(3)).endsWith("convoy-follow r-1 13 1 10 trial");
        assertThat(machine.ran())
                .allSatisfy(ran -> assertThat(ran.command().privilege()).isEqualTo(Privilege.ROOT));
    }

    @Test
    void sendsTheSupervisorOnStandardInputAndItsSizeBefore() throws InterruptedException {
        machine.whenShell("convoy-start")
                .thenPrint("start\t1\nstart.state\trefused\nstart.problem\tno room\nend\tok\n");

        assertFailed(activate(), "activation.not-started");
        ScriptedMachine.Ran start = machine.ran().getFirst();
        assertThat(start.input()).isEqualTo(HostScript.SUPERVISE.text());
        assertThat(start.command().arguments())
                .contains(Integer.toString(HostScript.SUPERVISE.text().length()));
        assertThat(start.command().arguments())
                .anySatisfy(argument -> assertThat(argument).contains("operator\talice@laptop?run=forged\n"));
    }

    @Test
    void refusedEscalationTouchesNothing() throws InterruptedException {
        machine.whenShell("convoy-start").thenFail(1, "sudo: a password is required\n");

        assertFailed(activate(), "activation.no-root");
    }

    @Test
    void escalationThatTheNewSystemForbidsLeavesTheEndUnknown() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.whenShell("convoy-follow").thenFail(1, "deploy is not in the sudoers file\n");

        assertThat(activate())
                .isInstanceOfSatisfying(
                        Indeterminate.class,
                        outcome -> assertThat(outcome.cause().message()).contains("sudoers"));
    }

    @Test
    void waitsLongerFromAttemptToAttemptAndSaysOnceThatTheConnectionIsLost() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.whenShell("convoy-follow")
                .thenFinish(lost())
                .thenFinish(lost())
                .thenTimeOut()
                .thenPrint("follow\t1\nlife\trunn")
                .thenFinish(lost())
                .thenPrint("follow\t1\nlife\tended\nbytes\t0\nend\tok\n");
        machine.whenShell("convoy-conclude").thenPrint(DONE);

        assertThat(activate()).isInstanceOf(Activated.class);
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 10L);
        assertThat(events).filteredOn(ConnectionLost.class::isInstance).hasSize(1);
        assertThat(events).filteredOn(Reconnected.class::isInstance).hasSize(5);
        assertThat(reconnects).isEqualTo(5);
    }

    @Test
    void hostThatStaysAwayIsIndeterminateAtTheDeadline() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.whenShell("convoy-follow").thenFinish(lost());

        assertThat(activate()).isInstanceOf(Indeterminate.class);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(105));
    }

    @Test
    void hostThatIsNotThereAtAllIsNotWaitedForLong() throws InterruptedException {
        machine.whenShell("convoy-start").thenRefuse("connection refused");

        assertFailed(activate(), "activation.unreachable");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void runThatNeverBeginsIsNotWaitedForForEver() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.when("follow", command -> {
                    clock.advance(Duration.ofSeconds(11));
                    return command.arguments().contains("convoy-follow");
                })
                .thenPrint("follow\t1\nlife\tstarting\nbytes\t0\nend\tok\n");
        machine.whenShell("convoy-conclude").thenPrint("conclude\t1\nend\tok\n");

        assertFailed(activate(), "activation.not-started");
    }

    /** As after a connection that was lost and made again shortly before the deadline. */
    @Test
    void trialWhoseTimeRunsOutWhileItIsReadIsFollowedToItsEnd() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.whenShell("convoy-follow")
                .thenPrint("follow\t1\nlife\ttrial\nbytes\t0\nend\tok\n")
                .thenPrint("follow\t1\nlife\tended\nbytes\t0\nend\tok\n");
        machine.whenShell("convoy-conclude")
                .thenPrint("conclude\t1\nbegun\tyes\nalive\tyes\nstate\treverting\nstep\treverting\nend\tok\n")
                .thenPrint("conclude\t1\nbegun\tyes\nstate\treverted\nresult.outcome\treverted\n"
                        + "result.code\tactivation.not-confirmed\nresult.message\tnobody confirmed\nend\tok\n");

        assertThat(activate())
                .isInstanceOfSatisfying(
                        Reverted.class,
                        reverted -> assertThat(reverted.cause().code()).isEqualTo("activation.not-confirmed"));
    }

    @Test
    void supervisorThatHangsForEverIsIndeterminate() throws InterruptedException {
        machine.whenShell("convoy-start").thenPrint(STARTED);
        machine.when("follow", command -> {
                    clock.advance(Duration.ofSeconds(10));
                    return command.arguments().contains("convoy-follow");
                })
                .thenPrint("follow\t1\nlife\trunning\nbytes\t0\nend\tok\n");

        assertThat(activate()).isInstanceOf(Indeterminate.class);
    }

    private ActivationOutcome activate() throws InterruptedException {
        Pause pause = time -> {
            pauses.add(time);
            clock.advance(time);
        };
        return new Activator(events::add, clock, pause)
                .activate(new ScriptedLink(), Requests.of("r-1", ActivationGoal.SWITCH, NEW, Duration.ofMinutes(1)));
    }

    private static Finished lost() {
        return new Finished(new ExitStatus.Lost("reset by peer"), "", "");
    }

    private static void assertFailed(ActivationOutcome outcome, String code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.cause().code()).isEqualTo(code));
    }

    private final class ScriptedLink implements Link {
        @Override
        public String name() {
            return "web1";
        }

        @Override
        public Machine machine() {
            return machine;
        }

        @Override
        public Machine reconnect() {
            reconnects++;
            return machine;
        }

        @Override
        public void close() {}
    }
}
