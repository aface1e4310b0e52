package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshCommandIT {
    @TempDir
    static Path directory;

    private static LocalSshd sshd;
    private static SshConnector connector;
    private static SshMachine machine;

    @BeforeAll
    static void connect() throws Exception {
        sshd = LocalSshd.start(directory, "MaxSessions 4");
        connector = new SshConnector(SshSettings.defaults(), SshPrompts.none());
        machine = connector.link(sshd.target()).machine();
    }

    @AfterAll
    static void disconnect() {
        if (connector != null) {
            connector.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void runsCommandAndTellsItsOutputAndExit() throws Exception {
        Finished finished = machine.run(Command.shell("t", "cat; echo err >&2; exit 7"), "hello");
        assertThat(finished).isEqualTo(new Finished(new ExitStatus.Exited(7), "hello", "err\n"));
    }

    @Test
    void passesArgumentsThroughUnharmed() throws Exception {
        List<String> odd =
                List.of("it's", "a\\b", "new\nline", "tab\t", "!bang", "$HOME `x` \"q\"", "", "%s", "ü€", "\\n", "-n");
        List<String> line = new ArrayList<>(List.of("/usr/bin/printf", "[%s]"));
        line.addAll(odd);
        assertThat(machine.run(Command.of(line)).stdout()).isEqualTo("[" + String.join("][", odd) + "]");
    }

    @Test
    void tellsTheSignalThatEndedACommand() throws Exception {
        assertThat(machine.run(Command.shell("t", "kill -KILL $$")).exit()).isEqualTo(new ExitStatus.Signalled("KILL"));
    }
}
