package dev.convoy.cli.event;

import dev.convoy.evaluator.HostName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one stream of a run's events: any thread publishes, one thread reads and feeds every sink. The queue is bounded, so
 * a slow terminal slows the publishers instead of filling memory; bytes are sampled by the sinks and never queued.
 *
 * <p>A sink that throws is dropped, and the others are told: what shows a deployment must not be able to stop it.
 */
public final class EventLog implements AutoCloseable {
    private static final int CAPACITY = 4096;
    /** How often sinks may sample and redraw when nothing happens. */
    private static final long TICK_MILLIS = 100;

    private final BlockingQueue<FleetEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final List<Sink> sinks;
    private final Clock clock;
    private final Thread reader;
    private final Object order = new Object();
    private final Object delivery = new Object();
    private long seq;
    private long delivered;
    private volatile boolean closed;

    public EventLog(List<? extends Sink> sinks, Clock clock) {
        this.sinks = new ArrayList<>(sinks);
        this.clock = clock;
        this.reader = Thread.ofPlatform().name("events").start(this::read);
    }

    public void publish(Phase phase, Body body) {
        publish(Optional.empty(), phase, body);
    }

    public void publish(HostName host, Phase phase, Body body) {
        publish(Optional.of(host), phase, body);
    }

    /** Blocks while the queue is full. An interrupt does not lose the event: it is kept for the caller. */
    private void publish(Optional<HostName> host, Phase phase, Body body) {
        boolean interrupted = false;
        // Numbering and queueing are one step, or the stream would not be in the order of its numbers.
        synchronized (order) {
            var event = new FleetEvent(seq++, clock.instant(), host, phase, body);
            while (!closed) {
                try {
                    if (queue.offer(event, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until what was published before is delivered. For text that must not come before it. */
    public void flush() throws InterruptedException {
        long published;
        synchronized (order) {
            published = seq;
        }
        synchronized (delivery) {
            while (delivered < published && reader.isAlive()) {
                delivery.wait(TICK_MILLIS);
            }
        }
    }

    private void read() {
        while (!closed || !queue.isEmpty()) {
            List<FleetEvent> batch = drain();
            deliver(batch);
            synchronized (delivery) {
                delivered += batch.size();
                delivery.notifyAll();
            }
        }
        List.copyOf(sinks).forEach(this::closeSink);
    }

    private List<FleetEvent> drain() {
        var batch = new ArrayList<FleetEvent>();
        try {
            FleetEvent first = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch);
            }
        } catch (InterruptedException e) {
            // Only close() ends this thread; what is queued is delivered all the same.
            queue.drainTo(batch);
        }
        return batch;
    }

    private void deliver(List<FleetEvent> batch) {
        for (Sink sink : List.copyOf(sinks)) {
            try {
                sink.accept(batch);
            } catch (RuntimeException e) {
                drop(sink, e);
            }
        }
    }

    private void drop(Sink sink, RuntimeException cause) {
        sinks.remove(sink);
        var warning =
                new Body.Warning(sink.getClass().getSimpleName() + " failed and is left out from here on: " + cause);
        var event = new FleetEvent(-1, clock.instant(), Optional.empty(), Phase.REPORT, warning);
        for (Sink other : List.copyOf(sinks)) {
            try {
                other.accept(List.of(event));
            } catch (RuntimeException e) {
                sinks.remove(other);
            }
        }
    }

    private void closeSink(Sink sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            drop(sink, e);
        }
    }

    /** Delivers what is queued, closes the sinks, and returns when they are closed. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
