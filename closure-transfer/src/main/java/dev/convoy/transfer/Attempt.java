package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.transfer.pool.Encoding;
import dev.convoy.transfer.pool.Parcel;
import dev.convoy.transfer.pool.SourcePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** One attempt to bring a host what it lacks: the lanes that run side by side until all is there or one of them ends. */
final class Attempt {
    private final Host host;
    private final SourcePool pool;
    private final Meter meter;
    private final List<StorePath> lastQuestion;
    private final Consumer<PathInfo> onAcknowledged;

    /** @param controlEnded called where the control had to serve as a lane, and ended */
    record Host(Machine machine, StoreSession control, StoreAccess access, Runnable controlEnded) {}

    /** @param lastQuestion what the host is asked in passing, whether it has it; nothing where it fetches as well */
    Attempt(Host host, SourcePool pool, Meter meter, List<StorePath> lastQuestion, Consumer<PathInfo> onAcknowledged) {
        this.host = host;
        this.pool = pool;
        this.meter = meter;
        this.lastQuestion = lastQuestion;
        this.onAcknowledged = onAcknowledged;
    }

    /**
     * Sends paths that stand behind their references.
     *
     * @param fetching what the host does meanwhile; some of what is sent may refer to that
     * @return what it has then of what was asked, if it could be
     * @throws NarSourceException if a path cannot be read here, or is not what was recorded
     */
    Optional<SortedSet<StorePath>> run(List<PathInfo> missing, Route route, Optional<Fetching> fetching)
            throws SessionEndedException, NarSourceException, InterruptedException {
        if (fetching.isEmpty()) {
            return send(missing, route, Set.of(), _ -> {});
        } else if (missing.isEmpty()) {
            fetching.get().run(host, new Schedule(List.of()));
        } else {
            besides(fetching.get(), missing, route);
        }
        return Optional.empty();
    }

    private void besides(Fetching fetching, List<PathInfo> missing, Route route)
            throws SessionEndedException, NarSourceException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        try {
            send(missing, route, fetching.paths(), schedule -> {
                var task = new FutureTask<>(() -> fetching.run(host, schedule), true);
                tasks.add(task);
                threads.add(Thread.ofVirtual().name("fetching").start(task));
            });
            for (FutureTask<Boolean> task : tasks) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("fetching", e.getCause());
        } finally {
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    private Optional<SortedSet<StorePath>> send(
            List<PathInfo> missing, Route route, Set<StorePath> fetched, Consumer<Schedule> whenReady)
            throws SessionEndedException, NarSourceException, InterruptedException {
        Optional<StoreServer> server = server(route.encoding());
        boolean raw = server.isEmpty() || route.encoding() instanceof Encoding.Raw;
        LaneWire wire = server.<LaneWire>map(own -> new OwnWire(own, route.encoding()))
                .orElseGet(() -> new ControlWire(host.control(), host.controlEnded()));
        List<Parcel> parcels = raw ? Parcel.packed(missing, Encoding.RAW) : route.pack(missing);
        pool.expect(parcels);
        Schedule schedule = new Schedule(parcels, fetched);
        whenReady.accept(schedule);
        try {
            return lanes(schedule, wire, raw && server.isPresent() ? route.extraLanes() : 0);
        } finally {
            pool.forgo(schedule.left());
        }
    }

    private Optional<StoreServer> server(Encoding encoding) throws SessionEndedException {
        return StoreServer.startIfRoom(host.machine(), ServeCommand.of(host.access(), encoding));
    }

    private Optional<SortedSet<StorePath>> lanes(Schedule schedule, LaneWire first, int extraLanes)
            throws SessionEndedException, NarSourceException, InterruptedException {
        long large = schedule.left().stream().filter(Schedule::isLarge).count();
        int extra = (int) Math.min(extraLanes, schedule.left().size() > 1 ? large : 0);
        List<FutureTask<Optional<Exception>>> lanes = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < extra; n++) {
            var lane = new FutureTask<>(() -> end(schedule, () -> sendLarge(schedule)));
            lanes.add(lane);
            threads.add(Thread.ofPlatform().daemon().name("lane " + n).start(lane));
        }
        List<Exception> ends = new ArrayList<>();
        // With others beside it a lane's end is not the end.
        ServeLane small = lane(first, schedule, new Small(schedule), extra == 0 ? lastQuestion : List.of());
        try {
            end(schedule, small::run).ifPresent(ends::add);
            reportWhatCannotWait(ends);
            for (FutureTask<Optional<Exception>> lane : lanes) {
                lane.get().ifPresent(ends::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane", e.getCause());
        } finally {
            schedule.stop();
            threads.forEach(Thread::interrupt);
        }
        report(ends);
        return small.valid();
    }

    /** Where a session ended, the large paths of other lanes are seen through: they need not be sent again. */
    private static void reportWhatCannotWait(List<Exception> ends) throws NarSourceException, InterruptedException {
        for (Exception end : ends) {
            switch (end) {
                case NarSourceException fault -> throw fault;
                case InterruptedException interruption -> throw interruption;
                default -> {}
            }
        }
    }

    private static void report(List<Exception> ends)
            throws SessionEndedException, NarSourceException, InterruptedException {
        reportWhatCannotWait(ends);
        for (Exception end : ends) {
            if (end instanceof SessionEndedException ended) {
                throw ended;
            }
        }
    }

    private interface Work {
        void run() throws SessionEndedException, NarSourceException, InterruptedException;
    }

    private static Optional<Exception> end(Schedule schedule, Work work) {
        try {
            work.run();
            return Optional.empty();
        } catch (SessionEndedException | NarSourceException | InterruptedException e) {
            schedule.stop();
            return Optional.of(e);
        } catch (RuntimeException e) {
            schedule.stop();
            throw e;
        }
    }

    private void sendLarge(Schedule schedule) throws SessionEndedException, NarSourceException, InterruptedException {
        Optional<StoreServer> server = server(Encoding.RAW);
        if (server.isPresent()) {
            lane(new OwnWire(server.get(), Encoding.RAW), schedule, new Large(schedule), List.of())
                    .run();
        }
    }

    private ServeLane lane(LaneWire wire, Schedule schedule, ServeLane.Supply supply, List<StorePath> lastQuestion) {
        return new ServeLane(wire, pool, supply, meter, lastQuestion, info -> {
            schedule.acknowledged(info);
            onAcknowledged.accept(info);
        });
    }

    private record Small(Schedule schedule) implements ServeLane.Supply {
        @Override
        public Optional<Parcel> poll() {
            return schedule.poll(this);
        }

        @Override
        public Optional<Parcel> next() throws InterruptedException {
            return schedule.next(this);
        }
    }

    /** Takes one at a time: another lane may be free for the next one. */
    private static final class Large implements ServeLane.Supply {
        private final Schedule schedule;

        private Large(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public Optional<Parcel> poll() {
            return Optional.empty();
        }

        @Override
        public Optional<Parcel> next() throws InterruptedException {
            return schedule.nextLarge(this);
        }
    }
}
