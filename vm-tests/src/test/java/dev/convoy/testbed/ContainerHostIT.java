package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That container hosts are machines with systemd, sshd and Nix, of three generations. */
class ContainerHostIT {
    @TempDir
    private static Path folder;

    private static final Map<Suite, ContainerHost> HOSTS = new EnumMap<>(Suite.class);
    private static ContainerNetwork network;
    private static SshFiles files;

    @BeforeAll
    static void boot() throws Exception {
        Needs.containers();
        files = SshFiles.in(folder);
        network = ContainerNetwork.create();
        for (Suite suite : Suite.values()) {
            HOSTS.put(suite, ContainerHost.boot("host", suite, network, files));
        }
    }

    @AfterAll
    static void stop() {
        HOSTS.values().forEach(ContainerHost::close);
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsSystemdAndTheNixOfItsSuite(Suite suite) {
        String expected = suite.name().replace("NIX_", "").replace('_', '.');
        assertThat(host(suite).console("systemctl is-system-running; nix --version"))
                .startsWith("running\nnix (Nix) " + expected + ".");
    }

    @ParameterizedTest
    @EnumSource
    void letsItsUsersInByKey(Suite suite) throws Exception {
        for (String user : new String[] {"root", "deploy", "asks", "ops", "guest"}) {
            assertThat(ssh(suite, user, "id -un")).isEqualTo(user + "\n");
        }
        assertThat(host(suite).logins()).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void asksSomeForAPasswordBeforeTheyAreRoot(Suite suite) throws Exception {
        assertThat(ssh(suite, "deploy", "sudo -n id -u")).isEqualTo("0\n");
        assertThat(ssh(suite, "asks", "sudo -n id -u 2>&1")).contains("password is required");
        assertThat(ssh(suite, "asks", "echo '" + ContainerHost.SUDO_PASSWORD + "' | sudo -S -p '' id -u"))
                .isEqualTo("0\n");
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromARebootWithItsFiles(Suite suite) throws Exception {
        String before = ssh(suite, "root", "echo kept > /nix/note; cat /proc/sys/kernel/random/boot_id");
        host(suite).reboot();
        assertThat(ssh(suite, "root", "cat /nix/note")).isEqualTo("kept\n");
        assertThat(ssh(suite, "root", "cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void isSilentWhileItIsCutOff(Suite suite) throws Exception {
        host(suite).cut();
        try {
            assertThat(ssh(suite, "root", "true")).contains("timed out");
        } finally {
            host(suite).heal();
        }
        assertThat(ssh(suite, "root", "echo back")).isEqualTo("back\n");
    }

    private static ContainerHost host(Suite suite) {
        return requireNonNull(HOSTS.get(suite));
    }

    private static String ssh(Suite suite, String user, String commandLine) throws Exception {
        files.write(java.util.List.of(host(suite).sshEntry(user)));
        var process = new ProcessBuilder(
                        "ssh", "-F", files.config().toString(), "-o", "ConnectTimeout=2", "host", commandLine)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
