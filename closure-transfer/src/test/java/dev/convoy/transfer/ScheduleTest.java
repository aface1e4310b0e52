package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import dev.convoy.transfer.pool.Encoding;
import dev.convoy.transfer.pool.Parcel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScheduleTest {
    private static final Object FIRST = new Object();
    private static final Object OTHER = new Object();

    private final PathInfo glibc = path("glibc", 30 << 20);
    private final PathInfo bash = path("bash", 1 << 20, glibc);
    private final PathInfo kernel = path("kernel", 90 << 20);
    private final PathInfo system = path("system", 10_000, bash, kernel);

    @Test
    void oneLaneSendsEverythingInOrderAndWaitsForNothing() throws InterruptedException {
        Schedule schedule = schedule(glibc, bash, kernel, system);
        assertThat(next(schedule)).contains(glibc);
        assertThat(next(schedule)).contains(bash);
        assertThat(next(schedule)).contains(kernel);
        assertThat(next(schedule)).contains(system);
        assertThat(next(schedule)).isEmpty();
    }

    @Test
    void smallPathsGoFirstAndOthersTakeOnlyLargeOnes() throws InterruptedException {
        PathInfo readme = path("readme", 500);
        Schedule schedule = schedule(kernel, readme);
        assertThat(next(schedule)).contains(readme);
        assertThat(schedule.nextLarge(OTHER).map(ScheduleTest::only)).contains(kernel);
        assertThat(schedule.nextLarge(OTHER)).isEmpty();
    }

    @Test
    void aPathWaitsUntilTheHostHasWhatItRefersTo() throws Exception {
        Schedule schedule = schedule(glibc, bash);
        assertThat(schedule.nextLarge(OTHER).map(ScheduleTest::only)).contains(glibc);
        assertThat(schedule.poll(FIRST)).isEmpty();
        var waiting = new FutureTask<>(() -> schedule.next(FIRST).map(ScheduleTest::only));
        Thread.ofVirtual().start(waiting);
        schedule.acknowledged(glibc);
        assertThat(waiting.get()).contains(bash);
    }

    @Test
    void whatTheHostHasIsNotWaitedFor() {
        assertThat(schedule(system).poll(FIRST).map(ScheduleTest::only)).contains(system);
    }

    @Test
    void nothingIsBegunAfterALaneHasEnded() throws Exception {
        Schedule schedule = schedule(glibc, bash);
        schedule.nextLarge(OTHER);
        var waiting = new FutureTask<>(() -> schedule.next(FIRST));
        Thread.ofVirtual().start(waiting);
        schedule.stop();
        assertThat(waiting.get()).isEmpty();
        assertThat(schedule.left().stream().map(ScheduleTest::only)).containsExactly(bash);
    }

    @Test
    void aPathWaitsForWhatTheHostFetches() throws Exception {
        Schedule schedule = new Schedule(single(bash), Set.of(glibc.path()));
        assertThat(schedule.poll(FIRST)).isEmpty();
        schedule.acknowledged(glibc);
        assertThat(next(schedule)).contains(bash);
    }

    @Test
    void whatNeedsAPathThatDoesNotComeIsLeftForLater() throws Exception {
        Schedule schedule = new Schedule(single(kernel, bash, system), Set.of(glibc.path()));
        var waiting = new FutureTask<>(() -> {
            schedule.next(FIRST);
            return schedule.next(FIRST);
        });
        Thread.ofVirtual().start(waiting);
        schedule.notComing(List.of(glibc.path()));
        assertThat(waiting.get()).isEmpty();
        assertThat(schedule.left().stream().map(ScheduleTest::only)).containsExactly(bash, system);
    }

    @Test
    void aPathMayReferToItself() {
        TreeSet<StorePath> itself = new TreeSet<>(List.of(system.path()));
        PathInfo selfish = new PathInfo(
                system.path(), Optional.empty(), system.narHash(), 100, itself, new TreeSet<>(), Optional.empty());
        assertThat(schedule(selfish).poll(FIRST)).isPresent();
    }

    private static Schedule schedule(PathInfo... infos) {
        return new Schedule(single(infos));
    }

    private static Optional<PathInfo> next(Schedule schedule) throws InterruptedException {
        return schedule.next(FIRST).map(ScheduleTest::only);
    }

    private static PathInfo only(Parcel parcel) {
        return parcel.paths().getFirst();
    }

    static PathInfo path(String name, long size, PathInfo... references) {
        TreeSet<StorePath> paths = new TreeSet<>();
        for (PathInfo reference : references) {
            paths.add(reference.path());
        }
        return new PathInfo(
                new StorePath("0".repeat(32), name),
                Optional.empty(),
                NixHash.sha256(new byte[32]),
                size,
                paths,
                new TreeSet<>(),
                Optional.empty());
    }

    private static List<Parcel> single(PathInfo... infos) {
        return Stream.of(infos)
                .map(info -> new Parcel(List.of(info), Encoding.RAW))
                .toList();
    }
}
