package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts of each Nix fetch from a cache that convoy itself filled, whoever logs in there. Every user of a host is a host of its
 * own to convoy.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SubstitutionIT {
    /** Root; sudo; neither, nor trusted by Nix: his paths need a signature, wherever they come from. */
    private static final List<String> USERS = List.of("root", "deploy", "ops");

    @TempDir
    private static Path folder;

    private static final List<ContainerHost> HOSTS = new ArrayList<>();
    private static final List<String> PAIRS = new ArrayList<>();
    private static final CountDownLatch END = new CountDownLatch(1);
    private static ContainerNetwork network;
    private static HttpServer server;
    private static ExampleFleet fleet;
    private static ConvoyProgram convoy;
    private static volatile boolean hangs;

    @BeforeAll
    static void bootAll() throws Exception {
        Needs.nix();
        Needs.containers();
        server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", SubstitutionIT::answer);
        server.start();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        network = ContainerNetwork.create();
        String publicKey = nixKey();
        List<SshEntry> entries = new ArrayList<>();
        for (Suite suite : Suite.values()) {
            String name = suite.name().toLowerCase(Locale.ROOT).replace('_', '-');
            ContainerHost host = ContainerHost.boot(name, suite, network, files);
            HOSTS.add(host);
            String hostKey = host.sshEntry("root").knownKey();
            for (String user : USERS) {
                String pair = user + "-on-" + name;
                PAIRS.add(pair);
                entries.add(new SshEntry(pair, host.address(), 22, user, hostKey));
                fleet.host(pair, "{ packages = [ \"only-" + pair + "\" ]; }").reach(pair, files, "user: " + user);
            }
            String here = host.address().replaceFirst("[0-9]+$", "1");
            host.console("printf '%s\\n' 'substituters = http://" + here + ":"
                    + server.getAddress().getPort() + "' 'extra-trusted-public-keys = " + publicKey
                    + "' >> /etc/nix/nix.conf; systemctl try-restart nix-daemon.service");
        }
        files.write(entries);
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"))
                .with("CONVOY_SIGN_WITH", folder.resolve("key").toString());
    }

    @AfterAll
    static void stop() {
        END.countDown();
        HOSTS.forEach(ContainerHost::close);
        if (network != null) {
            network.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    @Order(1)
    void everyHostFetchesWhatTheCacheHas() throws Exception {
        release("1.0");
        fillCache();
        for (String user : USERS) {
            Result push = push(user, "--substitute-on-destination=always");
            assertThat(push.exit()).as("%s", push).isZero();
            assertAllFetched(push, user);
            assertThat(push.stdout()).doesNotContain("transfer.not-fetched");
        }
        assertWhole();
    }

    @Test
    @Order(2)
    void aCacheThatHangsHoldsNobodyUp() throws Exception {
        release("2.0");
        fillCache();
        hangs = true;
        for (String user : USERS) {
            Result push = push(user, "--substitute-on-destination=always");
            assertThat(push.exit()).as("%s", push).isZero();
            assertThat(push.took()).as("%s", push).isLessThan(Duration.ofSeconds(90));
            for (String pair : pairs(user)) {
                assertThat(line(push, pair, "transfer.finished")).as("%s", push).contains("\"fetchedPaths\":0,");
                assertThat(line(push, pair, "transfer.not-fetched"))
                        .as("%s", push)
                        .contains("\"reason\":\"it took longer");
            }
        }
        hangs = false;
        assertWhole();
    }

    @Test
    @Order(3)
    void hostsGetEverythingThroughTheCacheWhereTheyAreToldTo() throws Exception {
        release("3.0");
        for (String user : USERS) {
            Result push = push(user, "--transfer=cache", "--cache=file://" + folder.resolve("cache"));
            assertThat(push.exit()).as("%s", push).isZero();
            assertAllFetched(push, user);
        }
        assertWhole();
    }

    @Test
    @Order(4)
    void aHostThatDoesNotKnowTheCacheFailsAndSaysWhatToDo() throws Exception {
        release("4.0");
        for (String user : USERS) {
            Result push = convoy.run(
                    "push", "--on", user + "-*", "--transfer=cache", "--cache=file://" + folder.resolve("elsewhere"));
            assertThat(push.exit()).as("%s", push).isEqualTo(1);
            assertThat(push.stderr())
                    .as("%s", push)
                    .contains("[transfer.not-in-cache]")
                    .contains("nix.settings.substituters");
        }
    }

    private static void release(String version) {
        fleet.release(version);
    }

    private static Result push(String user, String... flags) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("push", "--json", "--on", user + "-*"));
        arguments.addAll(List.of(flags));
        return convoy.run(arguments.toArray(String[]::new));
    }

    private static List<String> pairs(String user) {
        return PAIRS.stream().filter(pair -> pair.startsWith(user + "-")).toList();
    }

    private static void assertAllFetched(Result push, String user) {
        for (String pair : pairs(user)) {
            assertThat(line(push, pair, "transfer.finished"))
                    .as("%s", push)
                    .contains("\"paths\":0,")
                    .doesNotContain("\"fetchedPaths\":0,");
        }
    }

    /** Each system is in the cache, and nothing of it on any host. */
    private static void fillCache() throws Exception {
        Result filled = convoy.run("push", "--to", "file://" + folder.resolve("cache"));
        assertThat(filled.exit()).as("%s", filled).isZero();
    }

    private static void assertWhole() {
        for (ContainerHost host : HOSTS) {
            assertThat(host.console("nix-store --verify --check-contents > /dev/null 2>&1 && echo whole"))
                    .isEqualTo("whole");
        }
    }

    private static String line(Result run, String pair, String type) {
        return run.stdout()
                .lines()
                .filter(line -> line.contains("\"" + type + "\"") && line.contains("\"host\":\"" + pair + "\""))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + pair + ": " + run));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            if (hangs && name.startsWith("nar/")) {
                END.await();
            }
            Path file = folder.resolve("cache").resolve(name);
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes a key, and gives its public half. */
    private static String nixKey() throws IOException, InterruptedException {
        String make =
                "nix key generate-secret --key-name fleet-1 > \"$0\" && nix key convert-secret-to-public < \"$0\"";
        Process process = new ProcessBuilder(
                        "sh", "-c", make, folder.resolve("key").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String publicKey = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return publicKey;
    }
}
