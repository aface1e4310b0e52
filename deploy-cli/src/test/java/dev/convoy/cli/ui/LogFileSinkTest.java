package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileSinkTest {
    @TempDir
    private Path directory;

    @Test
    void keepsWhatWasSaidForRunAndHosts() throws IOException {
        var sink = new LogFileSink(directory.resolve("runs"), Clock.fixed(EverySaying.TIME, ZoneOffset.ofHours(1)));
        sink.accept(EverySaying.events());
        sink.close();
        RunLogs logs = RunLogs.of(directory.resolve("runs"), "r1");
        assertThat(Files.readString(logs.run()))
                .startsWith("2026-11-21T13:03:04.500+01:00 eval run r1: deploy, goal switch\n")
                .contains(" build hello-2.12.drv> compiling \\x07\n")
                .contains(" eval trace: hello\n")
                .contains(" eval web1 does not evaluate: evaluating web1\n    error: boom\n    at flake.nix:3\n")
                .contains("[WARN] odd packet");
        assertThat(Files.readString(logs.host(EverySaying.HOST)))
                .contains(" activate | setting up /etc...\n")
                .contains(" activate failed: the connection broke [transfer.broken]\n    line 1\n    line 2\n");
    }

    @Test
    void onlyTheOperatorCanReadThem() throws IOException {
        var sink = new LogFileSink(directory.resolve("runs"), Clock.systemUTC());
        sink.accept(EverySaying.events());
        RunLogs logs = RunLogs.of(directory.resolve("runs"), "r1");
        assertThat(permissions(logs.run())).isEqualTo("rw-------");
        assertThat(permissions(logs.host(EverySaying.HOST))).isEqualTo("rw-------");
        assertThat(permissions(logs.directory())).isEqualTo("rwx------");
    }

    @Test
    void namesOfHostsAreSafeNamesOfFiles() {
        RunLogs logs = RunLogs.of(Path.of("/l"), "r1");
        assertThat(name(logs, "web1.fra")).isEqualTo("web1.fra.log");
        assertThat(name(logs, "..")).isEqualTo("%2e..log");
        assertThat(name(logs, "a b%ü")).isEqualTo("a%20b%25%c3%bc.log");
        assertThat(logs.host(new HostName("run"))).isNotEqualTo(logs.run());
        assertThat(name(logs, "ü".repeat(255)).length()).isLessThan(255);
        assertThat(name(logs, "ü".repeat(255))).isNotEqualTo(name(logs, "ü".repeat(254)));
    }

    private static String name(RunLogs logs, String host) {
        return String.valueOf(logs.host(new HostName(host)).getFileName());
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
