package dev.convoy.transfer;

import java.time.Duration;

/** How often, and after which pauses, a transfer is tried again that does not get ahead. */
final class Patience {
    /** Waits; a test does not. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration length) throws InterruptedException;
    }

    /** With the pauses between them half a minute: a router restarts in less. */
    private static final int RETRIES_AFTER_LOSS = 5;

    /** A server that ends twice without taking a path does so again. */
    private static final int RETRIES_AFTER_ERROR = 1;

    private final Pause pause;
    private int inVain;

    Patience(Pause pause) {
        this.pause = pause;
    }

    /** Something arrived: all the patience is there again. */
    synchronized void gotAhead() {
        inVain = 0;
    }

    /** Attempts in a row that brought nothing, with the one that has just failed. */
    synchronized int failed() {
        return ++inVain;
    }

    boolean isExhausted(boolean connectionLost, int failures) {
        return failures > (connectionLost ? RETRIES_AFTER_LOSS : RETRIES_AFTER_ERROR);
    }

    /** One second, two, four and so on. */
    void pause(int failures) throws InterruptedException {
        pause.pause(Duration.ofSeconds(1L << (failures - 1)));
    }
}
