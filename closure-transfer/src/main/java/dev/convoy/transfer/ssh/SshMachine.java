package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.connection.NoRoomException;
import dev.convoy.transfer.ssh.connection.ProcessNotice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A machine behind one SSH connection. */
public final class SshMachine implements Machine {
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final String name;
    private final HostConnections connections;
    private final RootAccess rootAccess;
    private final Set<SshRunning> running = ConcurrentHashMap.newKeySet();

    SshMachine(String name, HostConnections connections, RootAccess rootAccess) {
        this.name = name;
        this.connections = connections;
        this.rootAccess = rootAccess;
    }

    @Override
    public String name() {
        return name;
    }

    /** Whom convoy is logged in as. */
    public String user() {
        return connections.first().settings().user();
    }

    /** Where OpenSSH's client takes further commands for the connection, if it is one of its own. */
    Optional<Path> controlPath() {
        return connections.first().controlPath();
    }

    /** False once the connection is known to be gone; true says nothing about the next second. */
    public boolean isAlive() {
        return connections.first().isAlive();
    }

    @Override
    public Duration roundTrip() {
        return connections.first().roundTrip();
    }

    /**
     * Whether commands can run as root; asks for the sudo password if settings say so and the host wants one. To be called
     * before anything is touched.
     */
    public Optional<TransferFailure> checkEscalation() throws InterruptedException {
        return rootAccess.check(this);
    }

    /**
     * @throws MachineException if the command could not be started
     * @throws TransferException with EscalationRefused, where it shall run as root and sudo refuses the password
     */
    @Override
    public Running start(Command command) {
        return known(start(command, command.deadline()));
    }

    @Override
    public Optional<Running> startIfRoom(Command command) {
        try {
            return Optional.of(known(start(command, Duration.ZERO)));
        } catch (MachineException e) {
            if (e.getCause() instanceof NoRoomException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Starts a command as the login user, where the host gives it a channel beside the first command, for which it waits. So it
     * never takes that command's place, and opens no connection of its own.
     */
    public Optional<Running> startBeside(Command command) {
        return starting(command, () -> {
            var notice = ProcessNotice.fresh();
            String shellLine = LoginShellLine.of(RemoteScript.RUN, words(command), notice);
            return connections.execBeside(shellLine, notice).map(on -> known(running(command, on)));
        });
    }

    /** Those that are not are left alone when the machine is. */
    private SshRunning known(SshRunning started) {
        running.add(started);
        started.whenOver(() -> running.remove(started));
        return started;
    }

    /** @param patience for a channel to come free; zero for a command that can be done without */
    private SshRunning start(Command command, Duration patience) {
        return starting(
                command,
                () -> command.privilege() == Privilege.ROOT
                        ? startAsRoot(command, patience)
                        : startLine(command, RemoteScript.RUN, words(command), patience));
    }

    private interface Starting<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T starting(Command command, Starting<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(command);
            }
            String lost =
                    e instanceof NoRoomException ? "" : connections.first().lost();
            throw cannotStart(command, lost.isEmpty() ? e : new IOException(lost, e));
        } catch (IllegalArgumentException e) {
            throw cannotStart(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(command);
        }
    }

    private MachineException cannotStart(Command command, Exception cause) {
        return new MachineException(name, "cannot start " + command.arguments().getFirst(), cause);
    }

    private MachineException interrupted(Command command) {
        return new MachineException(
                name, "interrupted before " + command.arguments().getFirst() + " was started");
    }

    /** A host would let the commands go on without us, so each is ended first, as long as the connection carries. */
    @Override
    public void close() {
        if (connections.first().isAlive()) {
            List<Thread> endings = running.stream()
                    .map(command -> Thread.ofVirtual().name("ending").start(command::close))
                    .toList();
            endings.forEach(SshMachine::await);
        }
        connections.close();
    }

    private static void await(Thread ending) {
        try {
            ending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SshRunning startAsRoot(Command command, Duration patience) throws IOException, InterruptedException {
        Escalation escalation = rootAccess.escalation(this);
        List<String> line = new ArrayList<>();
        line.add(Integer.toString(escalation.prefix().size()));
        line.addAll(escalation.prefix());
        return switch (escalation) {
            case Escalation.NotNeeded _ -> startLine(command, RemoteScript.RUN, words(command), patience);
            case Escalation.Unattended _ -> {
                line.addAll(List.of("/bin/sh", "-c", RemoteScript.RUN.text(), "convoy"));
                line.addAll(words(command));
                yield startLine(command, RemoteScript.BECOME_ROOT, line, patience);
            }
            case Escalation.WithPassword sudo -> {
                String mark = ProcessNotice.mark();
                line.addAll(List.of("/bin/sh", "-c", RemoteScript.SKIP_TO_MARK.text(), "convoy", mark));
                line.addAll(words(command));
                SshRunning running = startLine(command, RemoteScript.BECOME_ROOT, line, patience);
                try {
                    introduce(running.stdin(), sudo.password(), mark);
                } catch (IOException e) {
                    running.close();
                    throw e;
                }
                yield running;
            }
        };
    }

    private SshRunning startLine(Command command, RemoteScript script, List<String> words, Duration patience)
            throws IOException, InterruptedException {
        var notice = ProcessNotice.fresh();
        String shellLine = LoginShellLine.of(script, words, notice);
        HostConnections.Started on = patience.isZero()
                ? connections.execIfRoom(shellLine, notice)
                : connections.exec(shellLine, notice, patience);
        return running(command, on);
    }

    private SshRunning running(Command command, HostConnections.Started on) {
        return new SshRunning(
                on.channel(), on.connection(), command.deadline(), process -> end(process, command.privilege()));
    }

    /** Through a channel of its own, because the command's own is closed, and no other way reaches what runs as root. */
    private void end(long process, Privilege privilege) {
        Command kill = Command.shell("convoy", RemoteScript.END_PROCESS.text(), Long.toString(process));
        Command rightful = (privilege == Privilege.ROOT ? kill.asRoot() : kill).within(ENDING);
        try (Running killing = start(rightful, ENDING)) {
            killing.waitFor();
        } catch (InterruptedException | MachineException | TransferException e) {
            // The connection is gone or full; the host ends the command when it writes to nobody.
            return;
        }
    }

    private static void introduce(OutputStream stdin, char[] password, String mark) throws IOException {
        RootAccess.writeLine(stdin, password);
        stdin.write((mark + "\n").getBytes(StandardCharsets.US_ASCII));
        stdin.flush();
    }

    private static List<String> words(Command command) {
        List<String> words = new ArrayList<>();
        if (!command.environment().isEmpty()) {
            words.add("env");
            command.environment().entrySet().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(variable -> words.add(variable.getKey() + "=" + variable.getValue()));
        }
        words.addAll(command.arguments());
        return words;
    }
}
