package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;

import java.util.List;
import java.util.Locale;

/** A state of the supervisor, and how a deployment is made to stand still in it. */
enum HeldState {
    PREPARED("this is on the disk, and nothing is touched"),
    ARMED("this is on the disk, and nothing is touched"),
    TESTING("the new system is all but in force"),
    AWAITING_CONFIRMATION("convoy watches the host, and has not confirmed yet"),
    COMMITTING("the profile is set, the boot loader is not"),
    COMMITTED("this is on the disk; the result, which convoy waits for, is not"),
    REVERTING("a test failed; the old system is about to be put in force"),
    REVERTED("this is on the disk; the result, which convoy waits for, is not");

    /** Where in the state it stands. */
    private final String place;

    HeldState(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }

    /** As the file on the host has it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the new system that a run is to come here with must fail its test. */
    boolean isAfterFailure() {
        return this == REVERTING || this == REVERTED;
    }

    /** @return more options of the deployment */
    List<String> arrange(FaultHost host) {
        if (isAfterFailure()) {
            host.behave(NEW + "-test-end", "status=2");
        }
        switch (this) {
            case PREPARED, ARMED, COMMITTED, REVERTED -> host.holdInState(word());
            case TESTING -> host.hold(NEW + "-test-end");
            case COMMITTING -> host.hold(NEW + "-boot");
            case REVERTING -> host.hold(OLD + "-test");
            case AWAITING_CONFIRMATION -> {
                return List.of("--soak", "6s");
            }
        }
        return List.of();
    }

    void await(FaultHost host) {
        switch (this) {
            case PREPARED, ARMED, COMMITTED, REVERTED -> host.awaitHeld(word());
            case TESTING -> host.awaitHeld(NEW + "-test-end");
            case COMMITTING -> host.awaitHeld(NEW + "-boot");
            case REVERTING -> host.awaitHeld(OLD + "-test");
            case AWAITING_CONFIRMATION -> {}
        }
        host.await("grep -qx " + word() + " /var/lib/convoy/runs/*/state");
    }
}
