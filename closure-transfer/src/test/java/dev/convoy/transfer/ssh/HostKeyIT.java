package dev.convoy.transfer.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostKeyIT {
    private static final SshSettings ACCEPT_NEW =
            new SshSettings(true, false, Duration.ofSeconds(10), Duration.ofSeconds(10));

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

    @Test
    void refusesHostThatIsNotKnown() throws Exception {
        Files.delete(sshd.knownHosts());
        TransferFailure failure = failure(SshSettings.defaults(), sshd.target());
        assertThat(failure).isInstanceOf(TransferFailure.HostKeyUnknown.class);
        assertThat(failure.message()).contains("[127.0.0.1]:" + sshd.port(), fingerprint("host_ed25519"));
        assertThat(failure.hints())
                .anyMatch(h -> h.contains("--accept-new-host-keys") && h.contains("ssh-keyscan -p " + sshd.port()));
    }

    @Test
    void recordsNewKeyWhenToldTo() throws Exception {
        Files.writeString(sshd.knownHosts(), "# no newline at the end");
        Files.setPosixFilePermissions(sshd.knownHosts(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(connects(ACCEPT_NEW, sshd.target())).isTrue();
        assertThat(Files.readAllLines(sshd.knownHosts())).hasSize(2).first().isEqualTo("# no newline at the end");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sshd.knownHosts())))
                .isEqualTo("rw-r-----");
        assertThat(connects(SshSettings.defaults(), sshd.target())).isTrue();
    }

    @Test
    void recordsHashedNamesThatOpenSshUnderstands() throws Exception {
        Path known = directory.resolve("new/known_hosts");
        SshTarget target = sshd.target("-o", "UserKnownHostsFile=" + known, "-o", "HashKnownHosts=yes");
        assertThat(connects(ACCEPT_NEW, target)).isTrue();
        assertThat(Files.readString(known)).startsWith("|1|");
        assertThat(LocalSshd.run("ssh-keygen", "-F", "[127.0.0.1]:" + sshd.port(), "-f", known.toString()))
                .contains("found");
        assertThat(connects(SshSettings.defaults(), target)).isTrue();
    }

    @Test
    void refusesKeyThatChanged() throws Exception {
        LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
        sshd.writeKnownHosts(directory.resolve("other.pub"));
        String before = Files.readString(sshd.knownHosts());
        for (SshSettings settings : List.of(SshSettings.defaults(), ACCEPT_NEW)) {
            TransferFailure failure = failure(settings, sshd.target("-o", "StrictHostKeyChecking=no"));
            assertThat(failure).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(failure.message())
                    .contains(fingerprint("host_ed25519"), fingerprint("../other"), sshd.knownHosts() + ":1");
            assertThat(failure.hints())
                    .anyMatch(
                            h -> h.contains("ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f " + sshd.knownHosts()));
        }
        assertThat(Files.readString(sshd.knownHosts())).isEqualTo(before);
    }

    @Test
    void asksForTheTypeOfKeyThatIsKnown() throws Exception {
        LocalSshd.keygen(sshd.path("host_ecdsa"), "ecdsa", "");
        LocalSshd.keygen(sshd.path("host_rsa"), "rsa", "");
        try (var many = LocalSshd.startIn(sshd.directory(), LocalSshd.freePort())) {
            for (String type : List.of("ecdsa", "rsa", "ed25519")) {
                many.writeKnownHosts(many.path("host_" + type + ".pub"));
                assertThat(connects(SshSettings.defaults(), many.target())).isTrue();
            }
        }
    }

    @Test
    void doesNotTakeAnotherTypeOfKeyForANewHost() throws Exception {
        LocalSshd.keygen(directory.resolve("other"), "rsa", "");
        sshd.writeKnownHosts(directory.resolve("other.pub"));
        assertThat(failure(ACCEPT_NEW, sshd.target())).isInstanceOf(TransferFailure.HostKeyMismatch.class);
    }

    @Test
    void knowsHostByItsAlias() throws Exception {
        Files.writeString(sshd.knownHosts(), "web1 " + Files.readString(sshd.path("host_ed25519.pub")));
        assertThat(connects(SshSettings.defaults(), sshd.target("-o", "HostKeyAlias=web1")))
                .isTrue();
        assertThat(connects(SshSettings.defaults(), sshd.target("-o", "HostKeyAlias=web2")))
                .isFalse();
    }

    @Test
    void readsEveryKnownHostsFile() throws Exception {
        Path other = directory.resolve("global");
        Files.move(sshd.knownHosts(), other);
        Files.writeString(sshd.knownHosts(), "elsewhere ssh-ed25519 AAAA\n");
        assertThat(connects(SshSettings.defaults(), sshd.target("-o", "GlobalKnownHostsFile=/no/such " + other)))
                .isTrue();
    }

    @Test
    void refusesRevokedKey() throws Exception {
        Files.writeString(
                sshd.knownHosts(),
                "@revoked * " + Files.readString(sshd.path("host_ed25519.pub")),
                java.nio.file.StandardOpenOption.APPEND);
        TransferFailure failure = failure(ACCEPT_NEW, sshd.target());
        assertThat(failure).isInstanceOf(TransferFailure.HostKeyMismatch.class);
        assertThat(failure.message()).contains("revoked", sshd.knownHosts() + ":2");
    }

    @Test
    void trustsHostCertificatesOfAKnownAuthorityOnly() throws Exception {
        LocalSshd.keygen(directory.resolve("ca"), "ed25519", "");
        LocalSshd.keygen(directory.resolve("otherca"), "ed25519", "");
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            Path key = sshd.path("certified_" + type);
            LocalSshd.keygen(key, type, "");
            sign("ca", key, "-h", "-n", "web1,127.0.0.1");
            try (var certified = LocalSshd.startIn(
                    sshd.directory(), LocalSshd.freePort(), "HostKey " + key, "HostCertificate " + key + "-cert.pub")) {
                trust("ca", "*");
                assertThat(connects(SshSettings.defaults(), certified.target())).isTrue();
                assertThat(connects(SshSettings.defaults(), certified.target("-o", "HostKeyAlias=web1")))
                        .isTrue();
                TransferFailure wrongName =
                        failure(SshSettings.defaults(), certified.target("-o", "HostKeyAlias=web2"));
                assertThat(wrongName).isInstanceOf(TransferFailure.HostKeyMismatch.class);
                assertThat(wrongName.message()).contains("web2", "principals");
                trust("otherca", "*");
                assertThat(failure(ACCEPT_NEW, certified.target())).isInstanceOf(TransferFailure.HostKeyMismatch.class);
                trust("ca", "elsewhere");
                assertThat(failure(SshSettings.defaults(), certified.target()))
                        .isInstanceOf(TransferFailure.HostKeyUnknown.class);
            }
        }
    }

    @Test
    void refusesExpiredHostCertificate() throws Exception {
        LocalSshd.keygen(directory.resolve("ca"), "ed25519", "");
        Path key = sshd.path("certified");
        LocalSshd.keygen(key, "ed25519", "");
        sign("ca", key, "-h", "-n", "127.0.0.1", "-V", "20200101:20200102");
        try (var certified = LocalSshd.startIn(
                sshd.directory(), LocalSshd.freePort(), "HostKey " + key, "HostCertificate " + key + "-cert.pub")) {
            trust("ca", "*");
            TransferFailure expired = failure(SshSettings.defaults(), certified.target());
            assertThat(expired).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(expired.message()).contains("valid before");
        }
    }

    @Test
    void reportsServersThatShareNoAlgorithm() throws Exception {
        TransferFailure failure = failure(SshSettings.defaults(), sshd.target("-o", "Ciphers=3des-cbc"));
        assertThat(failure).isInstanceOf(TransferFailure.NoSession.class);
        assertThat(failure.hints()).anyMatch(h -> h.contains("share no algorithm"));
    }

    @Test
    void speaksEveryCipherThatItOffers() throws Exception {
        for (String cipher : List.of(
                "aes128-gcm@openssh.com",
                "aes256-gcm@openssh.com",
                "aes128-ctr",
                "aes192-ctr",
                "aes256-ctr",
                "chacha20-poly1305@openssh.com")) {
            assertThat(connects(SshSettings.defaults(), sshd.target("-o", "Ciphers=" + cipher)))
                    .as(cipher)
                    .isTrue();
        }
        for (String kex : List.of(
                "curve25519-sha256",
                "ecdh-sha2-nistp256",
                "ecdh-sha2-nistp384",
                "ecdh-sha2-nistp521",
                "diffie-hellman-group14-sha256",
                "diffie-hellman-group16-sha512",
                "diffie-hellman-group-exchange-sha256")) {
            assertThat(connects(SshSettings.defaults(), sshd.target("-o", "KexAlgorithms=" + kex)))
                    .as(kex)
                    .isTrue();
        }
        for (String mac : List.of(
                "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512")) {
            assertThat(connects(SshSettings.defaults(), sshd.target("-o", "Ciphers=aes128-ctr", "-o", "MACs=" + mac)))
                    .as(mac)
                    .isTrue();
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        SshTarget known = sshd.target();
        SshTarget nobody = new SshTarget(
                "127.0.0.1", OptionalInt.of(LocalSshd.freePort()), known.user(), known.sshOptions(), List.of());
        TransferFailure failure = failure(SshSettings.defaults(), nobody);
        assertThat(failure).isInstanceOf(TransferFailure.Unreachable.class);
        assertThat(failure.message()).containsIgnoringCase("refused");
    }

    @Test
    void saysThatTheNameDoesNotResolve() {
        SshTarget known = sshd.target();
        SshTarget nowhere =
                new SshTarget("no-such-host.invalid", known.port(), known.user(), known.sshOptions(), List.of());
        assertThat(failure(SshSettings.defaults(), nowhere).message())
                .contains("no-such-host.invalid does not resolve");
    }

    private void sign(String authority, Path key, String... more) throws Exception {
        java.util.List<String> line = new java.util.ArrayList<>(
                List.of("ssh-keygen", "-q", "-s", directory.resolve(authority).toString(), "-I", "test"));
        line.addAll(List.of(more));
        line.add(key + ".pub");
        LocalSshd.run(line.toArray(String[]::new));
    }

    private void trust(String authority, String hosts) throws Exception {
        Files.writeString(
                sshd.knownHosts(),
                "@cert-authority " + hosts + " " + Files.readString(directory.resolve(authority + ".pub")));
    }

    private String fingerprint(String key) throws Exception {
        return LocalSshd.run("ssh-keygen", "-lf", sshd.path(key) + ".pub").split(" ", -1)[1];
    }

    private static boolean connects(SshSettings settings, SshTarget target) {
        try (var connector = new SshConnector(settings, SshPrompts.none())) {
            return connector.link(target).machine().isAlive();
        } catch (TransferException e) {
            return false;
        }
    }

    private static TransferFailure failure(SshSettings settings, SshTarget target) {
        try (var connector = new SshConnector(settings, SshPrompts.none())) {
            SshLink link = connector.link(target);
            return catchThrowableOfType(TransferException.class, link::machine).failure();
        }
    }
}
