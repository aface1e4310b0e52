package dev.convoy.store.machine;

/**
 * A way to a machine that outlives its connections. One link per host and run; whoever needs the host goes through it, so
 * that a run opens one connection per host as long as nothing breaks.
 */
public interface Link extends AutoCloseable {
    /** What messages call the machine behind it. */
    String name();

    /** The open connection; opened on first use. */
    Machine machine();

    /** Drops the connection, if there is one, and opens a new one. */
    Machine reconnect();

    @Override
    void close();
}
