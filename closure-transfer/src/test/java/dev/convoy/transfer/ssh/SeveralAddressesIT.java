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
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One host with two addresses: the name localhost leads to the same server as 127.0.0.1, and 127.0.0.2 to none. */
@Timeout(60)
class SeveralAddressesIT {
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
    void goesOnToTheNextAddressWhereNobodyAnswers() {
        try (var connector = connector()) {
            SshLink link = connector.link(List.of(at("127.0.0.2"), sshd.target()));
            assertThat(link.name()).isEqualTo("127.0.0.2");
            assertThat(link.machine().name()).isEqualTo("127.0.0.1");
            assertThat(link.name()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void namesEveryAddressAtWhichNobodyAnswers() {
        TransferFailure failure = failure(SshSettings.defaults(), at("127.0.0.2"), at("127.0.0.3"));
        assertThat(failure).isInstanceOf(TransferFailure.Unreachable.class);
        assertThat(failure.message()).contains("root@127.0.0.2", "root@127.0.0.3");
    }

    @Test
    void aRefusedLoginIsTriedAtNoOtherAddress() throws Exception {
        LocalSshd.keygen(directory.resolve("stranger"), "ed25519", "");
        SshTarget refused = sshd.targetAs("root", directory.resolve("stranger"));
        try (LocalSshd other = LocalSshd.start(directory)) {
            TransferFailure failure = failure(SshSettings.defaults(), refused, other.target());
            assertThat(failure).isInstanceOf(TransferFailure.AuthRejected.class);
            assertThat(other.log()).noneMatch(line -> line.contains("Connection from"));
        }
    }

    @Test
    void aHostKnownAtOneAddressIsKnownAtTheOthers() throws Exception {
        know("127.0.0.2", sshd.path("host_ed25519.pub"));
        try (var connector = connector()) {
            SshLink link = connector.link(List.of(at("127.0.0.2"), at("localhost")));
            assertThat(link.machine().name()).isEqualTo("localhost");
        }
        assertThat(Files.readString(sshd.knownHosts())).doesNotContain("localhost");
    }

    @Test
    void itsOtherNameIsWrittenDownWhereNewKeysAre() throws Exception {
        know("127.0.0.2", sshd.path("host_ed25519.pub"));
        try (var connector = new SshConnector(ACCEPT_NEW, SshPrompts.none())) {
            connector.link(List.of(at("127.0.0.2"), at("localhost"))).machine();
        }
        assertThat(connects(at("localhost"))).isTrue();
    }

    @Test
    void refusesAKeyThatIsNotTheOneKnownAtAnotherAddress() throws Exception {
        LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
        know("127.0.0.2", directory.resolve("other.pub"));
        for (SshSettings settings : List.of(SshSettings.defaults(), ACCEPT_NEW)) {
            assertThat(failure(settings, at("127.0.0.2"), at("localhost")))
                    .isInstanceOf(TransferFailure.HostKeyMismatch.class);
        }
    }

    @Test
    void aChangedKeyIsTheEndEvenWhereTheNextAddressWouldDo() throws Exception {
        LocalSshd.keygen(directory.resolve("other"), "ed25519", "");
        know("127.0.0.1", directory.resolve("other.pub"));
        Files.writeString(
                sshd.knownHosts(),
                Files.readString(sshd.knownHosts()) + line("localhost", sshd.path("host_ed25519.pub")));
        assertThat(failure(SshSettings.defaults(), sshd.target(), at("localhost")))
                .isInstanceOf(TransferFailure.HostKeyMismatch.class);
    }

    @Test
    void refusesAnotherHostAtTheNextAddressThoughItIsKnownItself() throws Exception {
        try (LocalSshd other = LocalSshd.start(directory);
                var connector = connector()) {
            SshLink link = connector.link(List.of(sshd.target(), other.target()));
            link.machine();
            sshd.kill();
            TransferFailure failure = catchThrowableOfType(TransferException.class, link::reconnect)
                    .failure();
            assertThat(failure).isInstanceOf(TransferFailure.HostKeyMismatch.class);
            assertThat(failure.message()).contains("another host answers", "as it showed at 127.0.0.1");
        }
    }

    @Test
    void aKeyThatACertificateVouchedForIsEnoughAtTheNextAddress() throws Exception {
        Path ca = directory.resolve("ca");
        LocalSshd.keygen(ca, "ed25519", "");
        Path key = sshd.path("host_ed25519");
        LocalSshd.run("ssh-keygen", "-q", "-s", ca.toString(), "-I", "host", "-h", "-n", "127.0.0.1", key + ".pub");
        int port = LocalSshd.freePort();
        try (LocalSshd certified = LocalSshd.startIn(sshd.directory(), port, "HostCertificate " + key + "-cert.pub");
                var connector = connector()) {
            Files.writeString(
                    sshd.knownHosts(),
                    "@cert-authority [127.0.0.1]:" + port + " " + Files.readString(Path.of(ca + ".pub")));
            SshTarget byName = at("localhost", certified);
            SshLink link = connector.link(List.of(certified.target(), byName, sshd.target()));
            link.machine();
            certified.kill();
            // The server of before has the same key, and a port that known_hosts does not have.
            assertThat(link.reconnect().isAlive()).isTrue();
        }
    }

    private SshConnector connector() {
        return new SshConnector(SshSettings.defaults(), SshPrompts.none());
    }

    private SshTarget at(String address) {
        return at(address, sshd);
    }

    private static SshTarget at(String address, LocalSshd sshd) {
        SshTarget known = sshd.target();
        return new SshTarget(address, OptionalInt.of(sshd.port()), known.user(), known.sshOptions(), List.of());
    }

    private void know(String address, Path publicKey) throws Exception {
        Files.writeString(sshd.knownHosts(), line(address, publicKey));
    }

    private String line(String address, Path publicKey) throws Exception {
        return "[" + address + "]:" + sshd.port() + " " + Files.readString(publicKey);
    }

    private boolean connects(SshTarget target) {
        try (var connector = connector()) {
            return connector.link(target).machine().isAlive();
        }
    }

    private static TransferFailure failure(SshSettings settings, SshTarget... addresses) {
        try (var connector = new SshConnector(settings, SshPrompts.none())) {
            SshLink link = connector.link(List.of(addresses));
            return catchThrowableOfType(TransferException.class, link::machine).failure();
        }
    }
}
