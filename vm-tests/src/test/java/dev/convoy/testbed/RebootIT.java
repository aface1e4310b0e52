package dev.convoy.testbed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three hosts with systemd that are restarted for real, in two waves. */
@Tag("long")
class RebootIT {
    private static final String BOOT = "cat /proc/sys/kernel/random/boot_id";

    @TempDir
    private Path folder;

    @Test
    void aHostThatDoesNotComeBackStopsTheSecondWaveAndIsReadByWhoeverResumes() throws Exception {
        Needs.nix();
        Needs.containers();
        Map<String, ContainerHost> hosts = new TreeMap<>();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        try (var network = ContainerNetwork.create()) {
            try {
                for (String name : List.of("db1", "web1", "web2")) {
                    hosts.put(name, ContainerHost.boot(name, Suite.NIX_2_8, network, files));
                }
                files.write(hosts.values().stream()
                        .map(host -> host.sshEntry("root"))
                        .toList());
                rebootInTwoWaves(hosts, files);
            } finally {
                hosts.values().forEach(ContainerHost::close);
            }
        }
    }

    private void rebootInTwoWaves(Map<String, ContainerHost> hosts, SshFiles files) throws Exception {
        ContainerHost db1 = requireNonNull(hosts.get("db1"));
        ContainerHost web1 = requireNonNull(hosts.get("web1"));
        ContainerHost web2 = requireNonNull(hosts.get("web2"));
        ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"));
        hosts.keySet().forEach(name -> fleet.host(name, "{ }").reach(name, files));
        fleet.configure("rollout: {stages: [{on: 'web*'}]}\nrebootTimeout: 30s\nconnectTimeout: 3s\nyes: true\n");
        ConvoyProgram convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        Result first = convoy.run("deploy", "boot");
        assertThat(first.exit()).as("%s", first).isZero();

        web2.console("systemctl mask ssh.service ssh.socket 2>/dev/null; systemctl daemon-reload");
        Map<String, String> before =
                Map.of("db1", db1.console(BOOT), "web1", web1.console(BOOT), "web2", web2.console(BOOT));
        Result reboot = convoy.run("reboot");
        assertThat(reboot.exit()).as("%s", reboot).isEqualTo(5);
        assertThat(reboot.stderr())
                .as("%s", reboot)
                .contains("wave 1 of 2: web* (2 hosts): web1, web2")
                .contains(
                        "web1  restarted, runs 1.0",
                        "[activation.not-back]",
                        "1 of 2 hosts of stage web* is unreachable")
                .contains("db1   skipped: not begun: the rollout was stopped before");
        assertThat(web1.console(BOOT)).isNotEqualTo(before.get("web1"));
        assertThat(db1.console(BOOT)).isEqualTo(before.get("db1"));

        web2.console("systemctl unmask ssh.service ssh.socket; systemctl daemon-reload; systemctl start ssh");
        String boot = web2.console(BOOT);
        assertThat(boot).isNotEqualTo(before.get("web2"));
        Result resumed = convoy.run("resume", run());
        assertThat(resumed.stderr()).as("%s", resumed).contains("web2  restarted, runs 1.0");
        assertThat(web2.console(BOOT)).as("it was told once").isEqualTo(boot);
        assertThat(db1.console(BOOT)).as("a stopped rollout stays stopped").isEqualTo(before.get("db1"));

        ConvoyProgram.Started killed = convoy.start("reboot", "--on", "web1,db1");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> journals()
                        .anyMatch(text -> text.contains("db1")
                                && text.contains("\"host\":\"web1\",\"step\":\"reboot\"")
                                && !text.contains("\"host\":\"web2\"")));
        killed.kill();
        Result rest = convoy.run("resume");
        assertThat(rest.exit()).as("%s", rest).isZero();
        assertThat(rest.stderr()).as("%s", rest).contains("2 done");
        assertThat(db1.console(BOOT)).isNotEqualTo(before.get("db1"));
        Result history = convoy.run("history");
        assertThat(history.stdout()).as("%s", history).contains("reboot");
    }

    private String run() {
        return journalFiles()
                .filter(file -> read(file).contains("\"command\":\"reboot\""))
                .map(file -> String.valueOf(requireNonNull(file.getParent()).getFileName()))
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> journals() {
        return journalFiles().map(RebootIT::read);
    }

    private Stream<Path> journalFiles() {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            return files.filter(file -> file.endsWith("journal.jsonl")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
