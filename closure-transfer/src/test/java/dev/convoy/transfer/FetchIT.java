package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.transfer.TestCache.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host fetches what a cache has. Real Nix, and a real binary cache behind a web server. */
@Timeout(300)
class FetchIT {
    private static final long SIX_MEGABITS = 700_000;

    @TempDir
    private static Path cacheDirectory;

    private static final Machine LOCAL = new LocalMachine();
    private static Closure closure = Closure.of(List.of());
    private static String publicKey = "";

    @TempDir
    private Path directory;

    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final TransferProgress progress = new TransferProgress();
    private NamespaceMachine host = new NamespaceMachine(Path.of("/"));
    private TestCache cache;

    /** The closure has the signature here, too, as if it had come from the cache. */
    @BeforeAll
    static void fillCache() throws Exception {
        new NixSource(LOCAL, cacheDirectory).assumeUsable();
        closure = new Generations(LOCAL, cacheDirectory).closure("one");
        Path key = cacheDirectory.resolve("key");
        here("nix key generate-secret --key-name cache-1 > " + key);
        publicKey = here("nix key convert-secret-to-public < " + key);
        here("nix store sign --recursive --key-file " + key + " " + root());
        here("nix copy --to 'file://%s?compression=none' %s".formatted(cacheDirectory.resolve("cache"), root()));
        closure = new ClosureTransfer(LOCAL)
                .closureOf(List.of(closure.paths().getLast().path()));
    }

    @AfterAll
    static void leave() {
        LOCAL.close();
    }

    @BeforeEach
    void makeHost() throws Exception {
        host = new NamespaceMachine(Files.createDirectory(directory.resolve("host")));
        cache = new TestCache(cacheDirectory.resolve("cache"));
        configure(cache.url(), publicKey);
    }

    @AfterEach
    void end() {
        host.close();
        cache.close();
    }

    @Test
    void fetchesWhatACacheHasInsteadOfBeingSentIt() throws Exception {
        TransferResult result = copy(Substitution.ALWAYS);
        assertThat(result)
                .as("%s", problems())
                .isEqualTo(new TransferResult(0, 0, 0, closure.paths().size(), closure.narSize()));
        assertThat(progress.narBytesFetched().sum()).isEqualTo(closure.narSize());
        assertThat(progress.narBytesSent().sum()).isZero();
        assertThat(progress.wireBytes().sum()).isLessThan(1000);
        assertThat(problems()).isEmpty();
        assertWhole();
    }

    @Test
    void isSentWhatNobodySignedWhomItTrusts() throws Exception {
        configure(cache.url(), "somebody-1:" + publicKey.substring(publicKey.indexOf(':') + 1));
        TransferResult result = copy(Substitution.ALWAYS);
        assertThat(result.paths()).isEqualTo(closure.paths().size());
        assertThat(problems())
                .singleElement()
                .satisfies(why -> assertThat(why.paths()).isEqualTo(result.paths()));
        assertWhole();
    }

    @Test
    void isSentTheRestWhereTheCacheGoesAwayHalfWay() throws Exception {
        cache.is((file, nth) -> file.startsWith("nar/") && nth > 15 ? Answer.NOT_FOUND : Answer.FILE);
        TransferResult result = copy(Substitution.ALWAYS);
        assertThat(result.fetchedPaths()).isBetween(10, 16);
        assertThat(result.paths()).isEqualTo(closure.paths().size() - result.fetchedPaths());
        assertThat(problems())
                .singleElement()
                .satisfies(why -> assertThat(why.paths()).isEqualTo(result.paths()));
        assertWhole();
    }

    @Test
    void isSentWhatArrivesDamaged() throws Exception {
        cache.is((file, _) -> isLarge(file) ? Answer.DAMAGED : Answer.FILE);
        TransferResult result = copy(Substitution.ALWAYS);
        assertThat(result.paths()).isPositive();
        assertThat(problems())
                .singleElement()
                .satisfies(why -> assertThat(why.reason()).contains("hash mismatch"));
        assertWhole();
    }

    /** In the middle of a path, whose lock it holds, too. */
    @Test
    void doesNotWaitForACacheThatHangs() throws Exception {
        cache.is((file, nth) -> file.startsWith("nar/") && nth > 15 ? Answer.NEVER : Answer.FILE);
        long begin = System.nanoTime();
        TransferResult result = copy(Substitution.ALWAYS);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
        assertThat(result.fetchedPaths()).isPositive();
        assertThat(problems()).hasSize(1);
        assertWhole();
    }

    @Test
    void asksOneShortQuestionWhereItDecidesItselfAndNoCacheAnswers() throws Exception {
        cache.is((_, _) -> Answer.NEVER);
        host.slowsTo(SIX_MEGABITS);
        long begin = System.nanoTime();
        assertThat(copy(Substitution.AUTO).fetchedPaths()).isZero();
        assertThat(problems()).isEmpty();
        assertThat(events).anyMatch(TransferEvent.NothingToFetch.class::isInstance);
        // What the link takes, and four seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
        assertWhole();
    }

    @Test
    void fetchesWhatOthersHaveSignedWhereTheLinkIsSlow() throws Exception {
        host.slowsTo(SIX_MEGABITS);
        TransferResult result = copy(Substitution.AUTO);
        assertThat(result.fetchedPaths()).isEqualTo(closure.paths().size());
        assertWhole();
    }

    @Test
    void asksNoCacheWhereTheLinkIsFast() throws Exception {
        assertThat(copy(Substitution.AUTO).paths()).isEqualTo(closure.paths().size());
        assertThat(cache.asked()).isEmpty();
    }

    @Test
    void asksNoCacheWhereItIsToldNotTo() throws Exception {
        assertThat(copy(Substitution.NEVER).paths()).isEqualTo(closure.paths().size());
        assertThat(cache.asked()).isEmpty();
    }

    @Test
    void isSentEverythingWhereItHasNoCaches() throws Exception {
        configure("", publicKey);
        assertThat(copy(Substitution.ALWAYS).paths()).isEqualTo(closure.paths().size());
        assertThat(problems())
                .singleElement()
                .satisfies(why -> assertThat(why.reason()).isEqualTo("the host has no substituters"));
    }

    private static boolean isLarge(String file) throws IOException {
        Path nar = cacheDirectory.resolve("cache").resolve(file);
        return file.startsWith("nar/") && Files.size(nar) > 1 << 20;
    }

    private TransferResult copy(Substitution when) throws InterruptedException {
        try (TransferSession session = new ClosureTransfer(LOCAL).open(host, events::add, StoreAccess.ROOT, when)) {
            return session.send(session.plan(closure), progress);
        }
    }

    private void configure(String substituters, String keys) {
        host.configured("substituters = %s\ntrusted-public-keys = %s\nsandbox = false\nbuild-users-group =\n"
                .formatted(substituters, keys));
    }

    private static String root() {
        return closure.paths().getLast().path().toString();
    }

    private List<TransferEvent.NotFetched> problems() {
        return events.stream()
                .filter(TransferEvent.NotFetched.class::isInstance)
                .map(TransferEvent.NotFetched.class::cast)
                .toList();
    }

    private void assertWhole() throws InterruptedException {
        onHost("nix-store", "--verify", "--check-contents");
        assertThat(Set.copyOf(onHost("nix-store", "--query", "--requisites", root())
                        .stdout()
                        .lines()
                        .toList()))
                .isEqualTo(closure.paths().stream()
                        .map(PathInfo::path)
                        .map(Object::toString)
                        .collect(Collectors.toSet()));
    }

    private static String here(String shell) throws InterruptedException {
        Finished done = LOCAL.run(Command.shell("here", shell)
                .with(
                        "NIX_CONFIG",
                        "extra-experimental-features = nix-command\nbuild-users-group =\nsandbox = false\n"));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done.stdout().strip();
    }

    private Finished onHost(String... arguments) throws InterruptedException {
        Finished done = host.run(Command.of(arguments));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done;
    }
}
