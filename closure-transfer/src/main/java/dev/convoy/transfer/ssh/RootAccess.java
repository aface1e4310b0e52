package dev.convoy.transfer.ssh;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Running;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SafeText;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and how the login user becomes root on one host. Found out once, before anything is touched. */
final class RootAccess {
    private static final int MOST_WORDS = 4096;

    private final SshTarget target;
    private final boolean mayAsk;
    private final SudoPasswords passwords;
    private @Nullable Escalation known;

    RootAccess(SshTarget target, boolean mayAsk, SudoPasswords passwords) {
        this.target = target;
        this.mayAsk = mayAsk && Escalation.takesPassword(target.escalationCommand());
        this.passwords = passwords;
    }

    /** Without a password to ask for there is nothing to find out: the wrapper decides on the host. */
    synchronized Escalation escalation(SshMachine machine) throws InterruptedException {
        if (known == null) {
            known = mayAsk ? find(machine) : Escalation.unattended(target.escalationCommand());
        }
        return known;
    }

    synchronized Optional<TransferFailure> check(SshMachine machine) throws InterruptedException {
        try {
            known = find(machine);
            return Optional.empty();
        } catch (TransferException e) {
            return Optional.of(e.failure());
        }
    }

    private Escalation find(SshMachine machine) throws InterruptedException {
        Escalation unattended = Escalation.unattended(target.escalationCommand());
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", RemoteScript.PROBE_ROOT.text(), "convoy"));
        line.addAll(unattended.prefix());
        Finished probe = machine.run(Command.of(line));
        return switch (probe.stdout().strip()) {
            case "root" -> new Escalation.NotNeeded();
            case "free" -> unattended;
            case "refused" -> withPassword(machine, probe.stderr());
            default -> throw refused(machine, "asking for root failed: " + cause(probe.stderr(), probe.exit()));
        };
    }

    private Escalation withPassword(SshMachine machine, String said) throws InterruptedException {
        if (!mayAsk) {
            throw refused(machine, "it may not become root: " + SafeText.oneLine(said));
        }
        char[] password = passwords
                .of(machine.user(), machine.name())
                .orElseThrow(() -> refused(machine, "sudo wants a password, and nobody could be asked for it"));
        Escalation.WithPassword escalation =
                (Escalation.WithPassword) Escalation.withPassword(target.escalationCommand(), password);
        List<String> line = new ArrayList<>(escalation.prefix());
        line.add("true");
        Optional<String> refusal = tryOut(machine, Command.of(line), password);
        if (refusal.isPresent()) {
            throw refused(machine, "sudo refused the password: " + refusal.get());
        }
        return escalation;
    }

    /** The line, then end of file: a wrong password is one failed attempt on the host, not three. */
    private static Optional<String> tryOut(SshMachine machine, Command command, char[] password)
            throws InterruptedException {
        try (Running trial = machine.start(command)) {
            writeLine(trial.stdin(), password);
            trial.stdin().close();
            String said = new String(trial.stderr().readNBytes(MOST_WORDS), StandardCharsets.UTF_8);
            ExitStatus exit = trial.waitFor();
            return exit.isSuccess() ? Optional.empty() : Optional.of(cause(said, exit));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while sudo was asked");
            }
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Writes a password line; the bytes do not outlive the call. */
    static void writeLine(OutputStream stdin, char[] password) throws IOException {
        byte[] bytes = SudoPasswords.encoded(password);
        try {
            stdin.write(bytes);
            stdin.write('\n');
            stdin.flush();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static String cause(String stderr, ExitStatus exit) {
        String said = SafeText.oneLine(stderr);
        return said.isEmpty() ? exit.describe() : said;
    }

    private TransferException refused(SshMachine machine, String why) {
        List<String> hints = new ArrayList<>();
        if (!mayAsk && Escalation.takesPassword(target.escalationCommand())) {
            hints.add("Run with --ask-sudo-password, or allow the user sudo without a password on the host.");
        }
        hints.add("Or log in as root, or set the host's privilege escalation command.");
        return new TransferException(new TransferFailure.EscalationRefused(
                machine.name(),
                machine.user() + " cannot act as root with `"
                        + String.join(
                                " ",
                                Escalation.unattended(target.escalationCommand())
                                        .prefix()) + "`: " + why,
                hints));
    }
}
