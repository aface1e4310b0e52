package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Updates of a running system over a slow link. Real Nix and real zstd on both ends. */
@Timeout(600)
class DeltaIT {
    private static final long TEN_MEGABITS = 1_250_000;

    @TempDir
    private Path directory;

    private final Machine local = new LocalMachine();
    private final List<TransferEvent> events = Collections.synchronizedList(new ArrayList<>());
    private NamespaceMachine host = new NamespaceMachine(Path.of("/"));
    private Generations generations = new Generations(local, Path.of("/"));

    @BeforeEach
    void needsNixAndNamespaces() throws Exception {
        new NixSource(local, directory).assumeUsable();
        host = new NamespaceMachine(Files.createDirectory(directory.resolve("host")));
        generations = new Generations(local, directory);
    }

    @AfterEach
    void end() {
        host.close();
        local.close();
    }

    /** As most hosts are reached, and nobody has to ask for it. */
    @Test
    void sendsARebuiltSystemAsWhatIsDifferentWhereTheLinkIsSlow() throws Exception {
        Closure old = generations.closure("one");
        Closure next = generations.closure("two");
        send(old, Delta.AUTO);
        host.runs(old.paths().getLast().path()).slowsTo(TEN_MEGABITS);
        long before = host.bytes();
        TransferProgress progress = send(next, Delta.AUTO);
        assertThat(host.bytes() - before).isLessThan(missing(old, next) / 40);
        assertThat(progress.narBytesSent().sum()).isEqualTo(missing(old, next));
        assertThat(resumes()).isEmpty();
        assertWhole(next);
    }

    @Test
    void sendsPathsWholeWhereTheOldOnesAreNotWhatTheyAreHere() throws Exception {
        Closure old = generations.closure("one");
        Closure next = generations.closure("two");
        send(old, Delta.AUTO);
        PathInfo damaged = old.paths().stream()
                .filter(info -> info.path().name().equals("lib-7-2.7"))
                .findFirst()
                .orElseThrow();
        String data = damaged.path() + "/share/data";
        onHost("sh", "-c", "chmod u+w $0; cp $0 /nix/kept; echo 1 >>$0", data);
        host.runs(old.paths().getLast().path());
        TransferProgress progress = send(next, Delta.ALWAYS);
        assertThat(progress.narBytesSent().sum()).isEqualTo(missing(old, next));
        assertThat(resumes())
                .singleElement()
                .satisfies(resumed -> assertThat(resumed.reason()).contains("not those that the patch was made for"));
        onHost("sh", "-c", "cp /nix/kept $0; chmod a-w $0; touch -d @1 $0", data);
        assertWhole(next);
    }

    @Test
    void comparesTheRestWhereTheConnectionWasLost() throws Exception {
        Closure old = generations.closure("one");
        Closure next = generations.closure("two");
        send(old, Delta.NEVER);
        host.runs(old.paths().getLast().path());
        long before = host.bytes();
        host.losesConnectionAfter(before + 12_000);
        send(next, Delta.ALWAYS);
        assertThat(host.reconnections()).isEqualTo(1);
        assertThat(host.bytes() - before).isLessThan(missing(old, next) / 40);
        assertWhole(next);
    }

    private TransferProgress send(Closure closure, Delta delta) throws InterruptedException {
        var progress = new TransferProgress();
        var transfer = new ClosureTransfer(local, TransferSettings.defaults().comparing(delta));
        try (TransferSession session = transfer.open(host, events::add)) {
            session.send(session.plan(closure), progress);
        }
        return progress;
    }

    private static long missing(Closure old, Closure next) {
        return next.paths().stream()
                .filter(info -> !old.paths().contains(info))
                .mapToLong(PathInfo::narSize)
                .sum();
    }

    private List<TransferEvent.Resumed> resumes() {
        return events.stream()
                .filter(TransferEvent.Resumed.class::isInstance)
                .map(TransferEvent.Resumed.class::cast)
                .toList();
    }

    private void assertWhole(Closure closure) throws InterruptedException {
        onHost("nix-store", "--verify", "--check-contents");
        String root = closure.paths().getLast().path().toString();
        assertThat(Set.copyOf(onHost("nix-store", "--query", "--requisites", root)
                        .stdout()
                        .lines()
                        .toList()))
                .isEqualTo(Set.copyOf(closure.paths().stream()
                        .map(info -> info.path().toString())
                        .toList()));
    }

    private Finished onHost(String... arguments) throws InterruptedException {
        Finished done = host.run(Command.of(arguments));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return done;
    }
}
