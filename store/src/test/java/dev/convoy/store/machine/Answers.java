package dev.convoy.store.machine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a {@link ScriptedMachine} answers to the commands of one rule. */
public final class Answers {
    private final ScriptedMachine machine;
    private final Deque<Consumer<ScriptedRunning>> answers = new ArrayDeque<>();

    Answers(ScriptedMachine machine) {
        this.machine = machine;
    }

    /** Success, with this on standard output. */
    public Answers thenPrint(String stdout) {
        return thenExit(0, stdout, "");
    }

    public Answers thenSucceed() {
        return thenPrint("");
    }

    /** Failure, with this on standard error. */
    public Answers thenFail(int code, String stderr) {
        return thenExit(code, "", stderr);
    }

    public Answers thenExit(int code, String stdout, String stderr) {
        return thenFinish(new Finished(new ExitStatus.Exited(code), stdout, stderr));
    }

    public Answers thenFinish(Finished finished) {
        return then(running -> running.finish(finished));
    }

    /** Success, with something on standard output that depends on the whole of standard input. */
    public Answers thenReply(UnaryOperator<String> reply) {
        return thenTalk((stdin, stdout, stderr) -> {
            String input = new String(stdin.readAllBytes(), StandardCharsets.UTF_8);
            stdout.write(reply.apply(input).getBytes(StandardCharsets.UTF_8));
            return new ExitStatus.Exited(0);
        });
    }

    /** A conversation on a thread of its own, for protocols. */
    public Answers thenTalk(Conversation conversation) {
        return then(running -> running.talk(conversation));
    }

    /** The command starts, then the connection is gone, and stays so until the machine is told otherwise. */
    public Answers thenLoseConnection(String reason) {
        return then(running -> machine.loseConnection(reason));
    }

    /** The command cannot be started. */
    public Answers thenRefuse(String problem) {
        return then(running -> {
            throw new MachineException(machine.name(), problem);
        });
    }

    /** The command ends at its deadline, which is now. */
    public Answers thenTimeOut() {
        return then(running -> running.finish(
                new Finished(new ExitStatus.TimedOut(running.command().deadline()), "", "")));
    }

    /** The command runs until it is closed or the connection is lost. */
    public Answers thenHang() {
        return then(running -> {});
    }

    synchronized Consumer<ScriptedRunning> next() {
        if (answers.isEmpty()) {
            throw new AssertionError("a rule without an answer; call one of the then… methods");
        }
        return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
    }

    private synchronized Answers then(Consumer<ScriptedRunning> answer) {
        answers.addLast(answer);
        return this;
    }
}
