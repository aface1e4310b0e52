package dev.convoy.activation;

/** How a system is put in force on a host. */
public enum ActivationGoal {
    /** Says what would change and changes nothing. */
    DRY_ACTIVATE,
    /** Runs it now; the next boot is back on what the profile says. */
    TEST,
    /** Runs it now and, once that is verified, makes it what boots. */
    SWITCH,
    /** Makes it what boots next; what runs now stays. */
    BOOT
}
