package dev.convoy.transfer.ssh.config;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.MachineException;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks OpenSSH itself what it would do for a host: {@code ssh -G} applies Match, Include and canonical names as no parser of
 * ours could. Without an {@code ssh} program OpenSSH's defaults are used. Answers are remembered.
 */
public final class OpenSshConfig {
    /** {@code Match exec} runs programs of the operator; a stuck one must not hold the run. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Machine local;
    private final Map<SshTarget, HostSettings> answers = new ConcurrentHashMap<>();

    public OpenSshConfig(Machine local) {
        this.local = local;
    }

    /** @throws TransferException where ssh refuses its own configuration or the target's options */
    public HostSettings settingsOf(SshTarget target) throws InterruptedException {
        HostSettings known = answers.get(target);
        if (known == null) {
            known = ask(target);
            answers.put(target, known);
        }
        return known;
    }

    private HostSettings ask(SshTarget target) throws InterruptedException {
        Finished answer;
        try {
            answer = local.run(Command.of(commandLine(target)).within(LIMIT));
        } catch (MachineException noSsh) {
            return withoutSsh(target);
        }
        return switch (answer.exit()) {
            case ExitStatus.Exited(int code)
            when code == 0 -> parse(target.address(), answer.stdout()).with(target.sshOptions());
            case ExitStatus.Exited(int code) when code == 127 -> withoutSsh(target);
            case ExitStatus.Exited _, ExitStatus.Signalled _, ExitStatus.Lost _, ExitStatus.TimedOut _ ->
                throw new TransferException(new TransferFailure.NoSession(
                        target.address(),
                        "`ssh -G " + target.address() + "` ended with "
                                + answer.exit().describe() + ": " + SafeText.oneLine(answer.stderr()),
                        List.of("Mend ~/.ssh/config, or the host's sshOptions, until `ssh -G " + target.address()
                                + "` prints settings.")));
        };
    }

    /** The target's own values come first: OpenSSH takes the first value it meets. */
    static List<String> commandLine(SshTarget target) {
        List<String> line = new ArrayList<>(List.of("ssh", "-G"));
        target.port().ifPresent(port -> line.addAll(List.of("-p", Integer.toString(port))));
        target.user().ifPresent(user -> line.addAll(List.of("-l", user)));
        line.addAll(target.sshOptions());
        line.addAll(List.of("--", target.address()));
        return line;
    }

    public static HostSettings parse(String address, String printed) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        printed.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                String key = line.substring(0, space).toLowerCase(Locale.ROOT);
                values.computeIfAbsent(key, _ -> new ArrayList<>())
                        .add(line.substring(space + 1).strip());
            }
        });
        int at = address.lastIndexOf('@');
        return new HostSettings(at < 0 ? address : address.substring(at + 1), values);
    }

    private static HostSettings withoutSsh(SshTarget target) {
        if (!target.sshOptions().isEmpty()) {
            throw new TransferException(new TransferFailure.NoSession(
                    target.address(),
                    "the host has sshOptions, and there is no ssh program here that could read them",
                    List.of("Install OpenSSH's client, or remove sshOptions.")));
        }
        return defaults(target);
    }

    static HostSettings defaults(SshTarget target) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String address = target.address();
        int at = address.lastIndexOf('@');
        if (at > 0) {
            values.put("user", List.of(address.substring(0, at)));
            address = address.substring(at + 1);
        }
        values.put("hostname", List.of(address));
        target.user().ifPresent(user -> values.put("user", List.of(user)));
        target.port().ifPresent(port -> values.put("port", List.of(Integer.toString(port))));
        values.put("identityfile", List.of("~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519"));
        values.put("userknownhostsfile", List.of("~/.ssh/known_hosts ~/.ssh/known_hosts2"));
        values.put("globalknownhostsfile", List.of("/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2"));
        return new HostSettings(address, values);
    }
}
