package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.store.machine.Command;
import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LoginIT {
    @TempDir
    Path directory;

    private LocalSshd sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = LocalSshd.start(directory);
    }

    @AfterEach
    void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, OpenSSH", "ecdsa, OpenSSH", "rsa, OpenSSH", "ecdsa, PEM", "rsa, PEM", "rsa, PKCS8"})
    void logsInWithKeysOfAllTypesAndFormats(String type, String format) throws Exception {
        Path key = sshd.path("k");
        String[] more = format.equals("OpenSSH") ? new String[0] : new String[] {"-m", format};
        LocalSshd.keygen(key, type, "", more);
        authorize(key);
        assertThat(whoami(SshPrompts.none(), sshd.targetAs("root", key))).isEqualTo("root");
    }

    @ParameterizedTest
    @CsvSource({"ed25519, aes256-ctr", "rsa, aes256-gcm@openssh.com", "ecdsa, chacha20-poly1305@openssh.com"})
    void asksForAPassphraseOncePerRun(String type, String cipher) throws Exception {
        Path key = sshd.path("k");
        LocalSshd.keygen(key, type, "open sesame", "-Z", cipher);
        authorize(key);
        AtomicInteger asked = new AtomicInteger();
        try (var connector = new SshConnector(SshSettings.defaults(), answering(asked, "open sesame"))) {
            for (int i = 0; i < 3; i++) {
                SshMachine machine = connector.link(sshd.targetAs("root", key)).machine();
                assertThat(machine.run(Command.of("whoami")).stdout()).isEqualTo("root\n");
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksForNoPassphraseOfAKeyThatTheHostDoesNotWant() throws Exception {
        Path key = sshd.path("k");
        LocalSshd.keygen(key, "ed25519", "secret");
        AtomicInteger asked = new AtomicInteger();
        TransferFailure failure = failure(answering(asked, "secret"), sshd.targetAs("root", key));
        assertThat(failure).isInstanceOf(TransferFailure.AuthRejected.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void saysThatThePassphraseIsWrong() throws Exception {
        Path key = sshd.path("k");
        LocalSshd.keygen(key, "ed25519", "right");
        authorize(key);
        AtomicInteger asked = new AtomicInteger();
        TransferFailure failure = failure(answering(asked, "wrong"), sshd.targetAs("root", key));
        assertThat(failure.hints()).anyMatch(h -> h.contains("the passphrase for " + key + " is wrong"));
        assertThat(asked).hasValue(3);
        assertThat(sshd.log()).noneMatch(l -> l.contains("wrong"));
    }

    @Test
    void offersAWrongKeyOnceAndNeverAgain() throws Exception {
        Path key = sshd.path("wrong");
        LocalSshd.keygen(key, "rsa", "");
        try (var connector = new SshConnector(SshSettings.defaults(), SshPrompts.none())) {
            SshLink link = connector.link(sshd.targetAs("root", key));
            TransferFailure failure =
                    catchThrowableOfType(TransferException.class, link::machine).failure();
            assertThat(failure).isInstanceOf(TransferFailure.AuthRejected.class);
            assertThat(failure.message())
                    .contains("root@127.0.0.1 port " + sshd.port(), key.toString(), fingerprint(key));
            assertThat(catchThrowableOfType(TransferException.class, link::machine)
                            .failure())
                    .isEqualTo(failure);
        }
        assertThat(sshd.log().stream()
                        .filter(l -> l.contains("Failed publickey"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void stopsBeforeTheServerHangsUp() throws Exception {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            LocalSshd.keygen(sshd.path("wrong" + i), "ed25519", "");
            options.addAll(List.of("-i", sshd.path("wrong" + i).toString()));
        }
        TransferFailure failure =
                failure(SshPrompts.none(), sshd.targetAs("root", sshd.path("wrong0"), options.toArray(String[]::new)));
        assertThat(failure).isInstanceOf(TransferFailure.AuthRejected.class);
        assertThat(failure.hints()).anyMatch(h -> h.startsWith("3 more keys were not offered"));
    }

    @Test
    void logsInWithAKeyThatOnlyTheAgentHas() throws Exception {
        try (var agent = LocalAgent.start(directory)) {
            for (String type : List.of("ed25519", "rsa", "ecdsa")) {
                Path key = sshd.path("agent_" + type);
                LocalSshd.keygen(key, type, "");
                authorize(key);
                agent.add(key);
                Files.delete(key);
                SshTarget onlyAgent = withAgent(agent, key, "IdentitiesOnly=yes");
                assertThat(whoami(SshPrompts.none(), onlyAgent)).isEqualTo("root");
            }
            assertThat(whoami(SshPrompts.none(), withAgent(agent, sshd.path("none"), "IdentitiesOnly=no")))
                    .isEqualTo("root");
        }
    }

    @Test
    void leavesTheAgentsOtherKeysAloneWithIdentitiesOnly() throws Exception {
        try (var agent = LocalAgent.start(directory)) {
            Path stranger = sshd.path("stranger");
            LocalSshd.keygen(stranger, "ed25519", "");
            agent.add(stranger);
            assertThat(whoami(SshPrompts.none(), withAgent(agent, sshd.path("id"), "IdentitiesOnly=yes")))
                    .isEqualTo("root");
        }
        assertThat(sshd.log()).noneMatch(l -> l.contains("Failed publickey"));
    }

    @Test
    void logsInWithAUserCertificate() throws Exception {
        try (var agent = LocalAgent.start(directory)) {
            LocalSshd.keygen(sshd.path("ca"), "ed25519", "");
            try (var trusting = LocalSshd.startIn(
                    sshd.directory(),
                    LocalSshd.freePort(),
                    "TrustedUserCAKeys " + sshd.path("ca.pub"),
                    "AuthorizedKeysFile none")) {
                for (String type : List.of("ed25519", "ecdsa", "rsa")) {
                    Path key = trusting.path("certified_" + type);
                    LocalSshd.keygen(key, type, "");
                    LocalSshd.run(
                            "ssh-keygen",
                            "-q",
                            "-s",
                            sshd.path("ca").toString(),
                            "-I",
                            "test",
                            "-n",
                            "root",
                            key + ".pub");
                    assertThat(whoami(SshPrompts.none(), trusting.targetAs("root", key)))
                            .isEqualTo("root");

                    Path elsewhere = Files.move(
                            Path.of(key + "-cert.pub"),
                            directory.resolve(type + ".cert"),
                            StandardCopyOption.REPLACE_EXISTING);
                    assertThat(whoami(
                                    SshPrompts.none(),
                                    trusting.targetAs("root", key, "-o", "CertificateFile=" + elsewhere)))
                            .isEqualTo("root");
                    Files.move(elsewhere, Path.of(key + "-cert.pub"));
                    agent.add(key);
                    Files.delete(key);
                    SshTarget plain = trusting.targetAs(
                            "root",
                            trusting.path("none"),
                            "-o",
                            "IdentityAgent=" + agent.socket(),
                            "-o",
                            "IdentitiesOnly=no");
                    assertThat(whoami(SshPrompts.none(), plain)).isEqualTo("root");
                    agent.removeAll();
                }
            }
        }
    }

    @Test
    void findsTheAgentByItsVariable() throws Exception {
        try (var agent = LocalAgent.start(directory)) {
            agent.add(sshd.path("id"));
            SshTarget target = new SshTarget(
                    "127.0.0.1",
                    OptionalInt.of(sshd.port()),
                    Optional.of("root"),
                    List.of("-F", "/dev/null", "-o", "UserKnownHostsFile=" + sshd.knownHosts()),
                    List.of());
            try (var connector = new SshConnector(
                    SshSettings.defaults(),
                    SshPrompts.none(),
                    Map.of("SSH_AUTH_SOCK", agent.socket().toString()))) {
                assertThat(connector.link(target).machine().user()).isEqualTo("root");
            }
        }
    }

    private SshTarget withAgent(LocalAgent agent, Path key, String identitiesOnly) {
        return sshd.targetAs("root", key, "-o", "IdentityAgent=" + agent.socket(), "-o", identitiesOnly);
    }

    private void authorize(Path key) throws Exception {
        Files.writeString(sshd.path("authorized_keys"), Files.readString(Path.of(key + ".pub")));
    }

    private static String fingerprint(Path key) throws Exception {
        return LocalSshd.run("ssh-keygen", "-lf", key + ".pub").split(" ", -1)[1];
    }

    private static String whoami(SshPrompts prompts, SshTarget target) throws Exception {
        try (var connector = new SshConnector(SshSettings.defaults(), prompts)) {
            return connector
                    .link(target)
                    .machine()
                    .run(Command.of("whoami"))
                    .stdout()
                    .strip();
        }
    }

    private static TransferFailure failure(SshPrompts prompts, SshTarget target) {
        try (var connector = new SshConnector(SshSettings.defaults(), prompts)) {
            SshLink link = connector.link(target);
            return catchThrowableOfType(TransferException.class, link::machine).failure();
        }
    }

    private static SshPrompts answering(AtomicInteger asked, String passphrase) {
        return new SshPrompts() {
            @Override
            public Optional<char[]> keyPassphrase(String keyFile) {
                asked.incrementAndGet();
                return Optional.of(passphrase.toCharArray());
            }

            @Override
            public Optional<char[]> sudoPassword(String user, String host) {
                return Optional.empty();
            }
        };
    }
}
