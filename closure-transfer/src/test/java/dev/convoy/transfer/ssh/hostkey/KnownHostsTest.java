package dev.convoy.transfer.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
    /** Made and hashed by OpenSSH 9.2's ssh-keygen. */
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIIMW2joO07a24UbiZ7bRA5gqcAp1N7O+IBhdy1Qbepj1";

    private static final String HASH_OF_WEB1_EXAMPLE_COM =
            "|1|UdsOIlftYxRgC8GbyAxn0zeA60E=|JrYmEhN1La8m5IG1lIbqCjdzXYg=";
    private static final String HASH_OF_WEB1_PORT_2222 = "|1|AgBLTW29ihb077P5RW0BD5SbL6g=|3Wlqlo8v+6u4LRlg+XFeLuppmEE=";

    private static final HostKey OFFERED = HostKey.of("ssh-ed25519", KEY);
    private static final String OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "web1 web1 true",
                "web1,web2 web2 true",
                "WEB1 web1 true",
                "web1 web10 false",
                "web* web10 true",
                "web?.example.com web1.example.com true",
                "web?.example.com web10.example.com false",
                "*.example.com,!bad.example.com bad.example.com false",
                "!bad.example.com,*.example.com good.example.com true",
                "!bad.example.com good.example.com false",
                "[web1]:2222 [web1]:2222 true",
                "[web1]:2222 web1 false",
                "[*]:2222 [web1]:2222 true",
                HASH_OF_WEB1_EXAMPLE_COM + " web1.example.com true",
                HASH_OF_WEB1_EXAMPLE_COM + " web2.example.com false",
                HASH_OF_WEB1_PORT_2222 + " [web1]:2222 true",
                HASH_OF_WEB1_PORT_2222 + " web1 false",
                "|1|rubbish web1 false",
                "|1|!!|!! web1 false"
            })
    void matchesNamesAsOpenSshDoes(String patterns, String name, boolean matches) {
        assertThat(HostPatterns.match(patterns, name)).isEqualTo(matches);
    }

    @Test
    void matchesTheNamesThatItHashes() {
        String hash = HostPatterns.hash("[web1]:2222", new SecureRandom());
        assertThat(hash).startsWith("|1|").hasSize(HASH_OF_WEB1_PORT_2222.length());
        assertThat(HostPatterns.match(hash, "[web1]:2222")).isTrue();
        assertThat(HostPatterns.match(hash, "web1")).isFalse();
    }

    @Test
    void printsFingerprintsAsSshKeygenDoes() {
        assertThat(OFFERED.fingerprint()).isEqualTo("SHA256:N71xp9ddMfyvPfPBX8fE3aDONuJjmZBTshjTE8WKs4I");
    }

    @Test
    void skipsWhatIsNoEntry() {
        Path file = Path.of("f");
        for (String line : List.of(
                "",
                "   ",
                "# comment",
                "web1",
                "web1 ssh-ed25519",
                "@unknown web1 ssh-ed25519 " + KEY,
                "web1 ssh-ed25519 ???")) {
            assertThat(KnownHost.parse(file, 1, line)).as(line).isEmpty();
        }
    }

    @Test
    void findsKnownKeyAmongComments() throws Exception {
        assertThat(judge("web1", "# mine", "web2 ssh-ed25519 " + OTHER, "\tweb1  ssh-ed25519 " + KEY + " a comment"))
                .isEqualTo(new HostKeyVerdict.Known());
    }

    @Test
    void doesNotKnowHostWithoutEntry() throws Exception {
        assertThat(judge("web1", "web2 ssh-ed25519 " + KEY)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    @Test
    void sawThatKeyChanged() throws Exception {
        assertThat(judge("web1", "", "web1 ssh-ed25519 " + OTHER))
                .isInstanceOfSatisfying(
                        HostKeyVerdict.Changed.class,
                        changed -> assertThat(changed.known())
                                .extracting(KnownHost::place)
                                .containsExactly(directory.resolve("known_hosts") + ":2"));
    }

    @Test
    void anotherTypeOfKeyIsAChangeToo() throws Exception {
        assertThat(judge("web1", "web1 ssh-rsa " + OTHER)).isInstanceOf(HostKeyVerdict.Changed.class);
    }

    @Test
    void oneOfSeveralKeysIsEnough() throws Exception {
        assertThat(judge("web1", "web1 ssh-ed25519 " + OTHER, "web1 ssh-ed25519 " + KEY))
                .isEqualTo(new HostKeyVerdict.Known());
    }

    @Test
    void revocationOutranksEverything() throws Exception {
        assertThat(judge("web1", "web1 ssh-ed25519 " + KEY, "@revoked * ssh-ed25519 " + KEY))
                .isInstanceOf(HostKeyVerdict.Revoked.class);
    }

    @Test
    void authorityIsNoHostKey() throws Exception {
        assertThat(judge("web1", "@cert-authority * ssh-ed25519 " + KEY)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    /** As OpenSSH: a key known for the plain name proves a host on another port, and never refutes one. */
    @Test
    void plainNameProvesHostOnAnotherPort() throws Exception {
        assertThat(judge("[web1]:2222", "web1 ssh-ed25519 " + KEY)).isEqualTo(new HostKeyVerdict.Known());
        assertThat(judge("[web1]:2222", "web1 ssh-ed25519 " + OTHER)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    private HostKeyVerdict judge(String name, String... lines) throws Exception {
        Path file = Files.write(directory.resolve("known_hosts"), List.of(lines));
        return KnownHosts.read(List.of(directory.resolve("none"), file), name).judge(OFFERED);
    }
}
