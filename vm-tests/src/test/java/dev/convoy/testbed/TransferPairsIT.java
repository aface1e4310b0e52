package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each Nix that a host may have takes paths from each user that one may log in as. For convoy every user of a host is a host
 * of its own, with paths of its own, so that one push tries all pairs.
 */
@Tag("long")
class TransferPairsIT {
    /** Root; sudo without a password; trusted by Nix, but no sudo; neither. */
    private static final List<String> USERS = List.of("root", "deploy", "asks", "ops");

    /** Who is neither, with paths that are signed. */
    private static final String SIGNED = "signed";

    @TempDir
    private static Path folder;

    private static final Map<Suite, ContainerHost> HOSTS = new EnumMap<>(Suite.class);
    private static ContainerNetwork network;
    private static Result push;
    private static Result signedPush;

    @BeforeAll
    static void pushToAll() throws Exception {
        Needs.nix();
        Needs.containers();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"));
        Path key = folder.resolve("key");
        String publicKey = nixKey(key);
        List<String> unsigned = new ArrayList<>();
        List<String> signed = new ArrayList<>();
        network = ContainerNetwork.create();
        List<SshEntry> entries = new ArrayList<>();
        for (Suite suite : Suite.values()) {
            ContainerHost host = ContainerHost.boot(name(suite), suite, network, files);
            HOSTS.put(suite, host);
            String hostKey = host.sshEntry("root").knownKey();
            for (String user : Stream.concat(USERS.stream(), Stream.of(SIGNED)).toList()) {
                String pair = pair(suite, user);
                String login = user.equals(SIGNED) ? "ops" : user;
                entries.add(new SshEntry(pair, host.address(), 22, login, hostKey));
                fleet.host(pair, "{ libraries = 0; packages = [ \"only-" + pair + "\" ]; }")
                        .reach(pair, files, "user: " + login);
                (user.equals(SIGNED) ? signed : unsigned).add(pair);
            }
            host.console("echo 'extra-trusted-public-keys = " + publicKey + "' >> /etc/nix/nix.conf;"
                    + " systemctl try-restart nix-daemon.service");
        }
        files.write(entries);
        ConvoyProgram convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
        push = convoy.run("push", "--on", String.join(",", unsigned));
        signedPush = convoy.run("push", "--on", String.join(",", signed), "--sign-with", key.toString());
    }

    /** Makes a key, and gives its public half. */
    private static String nixKey(Path secret) throws IOException, InterruptedException {
        String make =
                "nix key generate-secret --key-name pairs-1 > \"$0\" && nix key convert-secret-to-public < \"$0\"";
        Process process = new ProcessBuilder("sh", "-c", make, secret.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String publicKey = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return publicKey;
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
    void takesPathsFromRoot(Suite suite) {
        assertArrived(suite, "root");
    }

    @ParameterizedTest
    @EnumSource
    void takesPathsThroughSudo(Suite suite) {
        assertArrived(suite, "deploy");
    }

    @ParameterizedTest
    @EnumSource
    void takesPathsFromATrustedUser(Suite suite) {
        assertArrived(suite, "asks");
    }

    @ParameterizedTest
    @EnumSource
    void takesSignedPathsFromAnyone(Suite suite) {
        assertArrived(suite, SIGNED);
        String path = valid(suite, "only-" + pair(suite, SIGNED)).getFirst();
        assertThat(host(suite).console("nix path-info --sigs " + path)).contains("pairs-1:");
    }

    /** The negative control: what the tests above see does not come from hosts that take anything. */
    @ParameterizedTest
    @EnumSource
    void takesNothingUnsignedFromAnyoneElse(Suite suite) {
        String pair = pair(suite, "ops");
        assertThat(push.exit()).as("%s", push).isEqualTo(1);
        assertThat(push.stderr())
                .as("%s", push)
                .containsPattern("(?m)" + pair + " +report +failed: .* \\[plan.not-trusted]$")
                .contains("nix.settings.trusted-users");
        assertThat(valid(suite, "only-" + pair)).isEmpty();
    }

    private static void assertArrived(Suite suite, String user) {
        String pair = pair(suite, user);
        Result run = user.equals(SIGNED) ? signedPush : push;
        assertThat(valid(suite, "nixos-system-" + pair)).as("%s", run).hasSize(1);
        assertThat(valid(suite, "only-" + pair)).as("%s", run).hasSize(1);
        assertThat(host(suite).console("nix-store --verify --check-contents > /dev/null 2>&1 && echo whole"))
                .isEqualTo("whole");
    }

    /** The valid paths whose name begins so. */
    private static List<String> valid(Suite suite, String name) {
        String answer = host(suite)
                .console("for path in /nix/store/*-" + name
                        + "-[0-9]*; do nix-store --check-validity $path 2> /dev/null && echo $path; done");
        return answer.lines().toList();
    }

    private static ContainerHost host(Suite suite) {
        return requireNonNull(HOSTS.get(suite));
    }

    private static String pair(Suite suite, String user) {
        return user + "-on-" + name(suite);
    }

    private static String name(Suite suite) {
        return suite.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
