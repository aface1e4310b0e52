package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way that an operator's SSH knows to a host is one that convoy takes. */
class WaysInIT {
    @TempDir
    private Path folder;

    private Rack rack;
    private @Nullable ContainerNetwork network;
    private @Nullable ContainerHost container;
    private ExampleFleet fleet;
    private ConvoyProgram convoy;

    @BeforeEach
    void start() throws Exception {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
    }

    @AfterEach
    void stop() throws Exception {
        if (container != null) {
            container.close();
        }
        if (network != null) {
            network.close();
        }
        if (rack != null) {
            rack.close();
        }
    }

    @Test
    void overTwoJumpHosts() throws Exception {
        rack.add(List.of("outer", "middle", "inner"));
        Path config = rack.sshFiles().config();
        Files.writeString(config, "Host inner\n  ProxyJump outer,middle\n\n" + Files.readString(config));
        fleet.host("inner", "{ }").reach("inner", rack.sshFiles());

        deploys();

        assertThat(rack.host("inner").console("readlink /run/current-system")).contains("-nixos-system-inner-1.0");
        assertThat(rack.host("outer").line().accepted()).isPositive();
        assertThat(rack.host("middle").line().accepted()).isPositive();
    }

    @Test
    void asATrustedUserWithSudoAndOpenSshsOwnClient() throws Exception {
        ContainerHost host = boot();
        rack.sshFiles().write(List.of(host.sshEntry("deploy")));
        deploysTo(host, "user: deploy", "sshTransport: system");
        assertThat(logins(host, "deploy")).isPositive();
        assertThat(logins(host, "root")).isZero();
    }

    @Test
    void asAUserWhoseSudoWantsAPassword() throws Exception {
        ContainerHost host = boot();
        rack.sshFiles().write(List.of(host.sshEntry("asks")));
        fleet.host("web1", "{ }").reach("web1", rack.sshFiles(), "user: asks");

        Result unasked = convoy.run("deploy", "--yes");
        assertThat(unasked.exit()).as("%s", unasked).isEqualTo(1);
        assertThat(unasked.stderr()).contains("a password is required", "[plan.no-root]", "--ask-sudo-password");

        Result wrong =
                convoy.answer("for sudo (web1 asks first):", "battery", "deploy", "--yes", "--ask-sudo-password");
        assertThat(wrong.exit()).as("%s", wrong).isEqualTo(1);
        assertThat(wrong.stdout()).contains("sudo refused the password");
        assertThat(host.console("readlink /run/current-system")).isEmpty();

        Result right = convoy.answer(
                "for sudo (web1 asks first):", ContainerHost.SUDO_PASSWORD, "deploy", "--yes", "--ask-sudo-password");
        assertThat(right.exit()).as("%s", right).isZero();
        assertThat(right.stdout()).doesNotContain(ContainerHost.SUDO_PASSWORD);
        assertThat(host.console("readlink /run/current-system")).contains("-nixos-system-web1-1.0");
        assertThat(logins(host, "root")).isZero();
    }

    @Test
    void withAKeyThatOnlyTheAgentHas() throws Exception {
        ContainerHost host = boot();
        Path socket = folder.resolve("agent");
        Path key = rack.sshFiles().clientKey();
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            org.awaitility.Awaitility.await().until(() -> Files.exists(socket));
            run(Map.of("SSH_AUTH_SOCK", socket.toString()), "ssh-add", "-q", key.toString());
            Files.delete(key);
            Files.delete(Path.of(key + ".pub"));
            configure(host.sshEntry("root"), "IdentityAgent " + socket);
            deploysTo(host);
        } finally {
            agent.destroy();
        }
    }

    @Test
    void withACertificate() throws Exception {
        ContainerHost host = boot();
        Path authority = folder.resolve("ca");
        Path key = folder.resolve("certified");
        run(Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
        run(Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        run(Map.of(), "ssh-keygen", "-q", "-s", authority.toString(), "-I", "operator", "-n", "root", key + ".pub");
        host.console("echo '" + Files.readString(Path.of(authority + ".pub")).strip() + "' > /etc/ssh/user_ca.pub");
        configure(
                host.sshEntry("root"),
                "IdentityAgent none",
                "IdentityFile " + key,
                "CertificateFile " + key + "-cert.pub");
        deploysTo(host);
    }

    private ContainerHost boot() {
        Needs.containers();
        ContainerNetwork own = ContainerNetwork.create();
        network = own;
        ContainerHost booted = ContainerHost.boot("web1", Suite.NIX_2_26, own, rack.sshFiles());
        container = booted;
        return booted;
    }

    /** How many logins by key a user has had. */
    private static int logins(ContainerHost host, String user) {
        return Integer.parseInt(host.console(
                "journalctl -b -t sshd -t sshd-session -o cat | grep -c '^Accepted publickey for " + user + " '"));
    }

    private void deploysTo(ContainerHost host, String... reach) throws Exception {
        fleet.host("web1", "{ }").reach("web1", rack.sshFiles(), reach);
        deploys();
        assertThat(host.console("readlink /run/current-system")).contains("-nixos-system-web1-1.0");
    }

    private void deploys() throws InterruptedException {
        Result result = convoy.run("deploy", "--yes");
        assertThat(result.exit()).as("%s", result).isZero();
    }

    /** Replaces the way in: only {@code lines} say which keys are offered. */
    private void configure(SshEntry entry, String... lines) throws IOException {
        rack.sshFiles().write(List.of(entry));
        Path config = rack.sshFiles().config();
        List<String> kept = Files.readAllLines(config).stream()
                .filter(line -> !line.contains("Identit"))
                .toList();
        Files.writeString(config, String.join("\n", kept) + "\n  " + String.join("\n  ", lines) + "\n");
    }

    private static void run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        assertThat(builder.start().waitFor()).as(String.join(" ", command)).isZero();
    }
}
