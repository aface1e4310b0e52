package dev.convoy.activation;

/** What a host does when it cannot put the system before back live. */
public enum WhenStuck {
    /** Restarts, which brings back what boots: the system before. Only where systemd runs, and only while that is so. */
    REBOOT,
    /** Stays as it is and says so. */
    STOP
}
