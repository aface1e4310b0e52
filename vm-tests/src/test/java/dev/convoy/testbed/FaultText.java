package dev.convoy.testbed;

import static dev.convoy.testbed.Fault.CLOCK_BACK;
import static dev.convoy.testbed.Fault.CLOCK_FORTH;
import static dev.convoy.testbed.Fault.CONTROLLER_KILLED;
import static dev.convoy.testbed.Fault.DISK_FULL;
import static dev.convoy.testbed.Fault.NETWORK_CUT;
import static dev.convoy.testbed.Fault.NETWORK_RESTORED;
import static dev.convoy.testbed.Fault.POWER_CUT;
import static dev.convoy.testbed.Fault.REBOOT;
import static dev.convoy.testbed.Fault.SUPERVISOR_KILLED;
import static dev.convoy.testbed.HeldState.AWAITING_CONFIRMATION;
import static dev.convoy.testbed.HeldState.COMMITTING;
import static dev.convoy.testbed.HeldState.TESTING;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What docs/faults.md says besides its table. */
final class FaultText {
    private FaultText() {}

    static final String BEFORE = """
            # What becomes of a host

            Made by `./dev faults` from what its tests find: change the tests, not this page. `FaultsInEveryStateIT` deploys a new system
            to a container host with systemd and sshd, holds the supervisor in each [state](activation.md#files-on-the-host) of a switch, lets each
            fault happen there, and then reads running system, profile and boot default on the host's console. Each cell is played with
            Nix 2.8 and with Nix 2.34; where they differ, the cell has both. A switch may take 10 s, and the host waits 60 s to be
            confirmed, or 8 s where nobody comes to do it.

            Before the colon: the system that the host runs *and* boots once nothing of convoy runs on it any more. After it, what convoy
            itself said: `done` (exit code 0), an error code of `activation.` (1), `unknown` (5), or nothing as it was killed. Where it
            could not know the end, `convoy resume` was asked then, and the last word is what the host runs after it.

            """;

    static String between() {
        return """

                In every cell this held, too, or its test fails:

                - running system, profile and boot default are the same one: the old system, or a new one that was confirmed
                - the host's lock is free, no roots are left, and no unit of convoy's
                - convoy says `done` only of a host that has the new system, and a failure only of one that has the old
                - `convoy status` then says what is true, and finds nobody at work

                Where the supervisor stands when it happens:

                """;
    }

    /** A footnote, and the cells that it is for. */
    record Note(Predicate<FaultCell> of, String text) {}

    static final List<Note> NOTES = List.of(
            new Note(
                    cell -> cell.fault() == CONTROLLER_KILLED || cell.fault() == NETWORK_CUT,
                    "The host goes on alone. What nobody confirms goes back after 8 s; what is confirmed already is finished."),
            new Note(
                    cell -> cell.fault() == NETWORK_RESTORED,
                    "convoy asks again, over a new connection, until it is let in."),
            new Note(
                    cell -> (cell.fault() == REBOOT || cell.fault() == POWER_CUT)
                            && (cell.state() == TESTING || cell.state() == AWAITING_CONFIRMATION),
                    "The new system is not what boots before it was confirmed. convoy waits for the host, and has it say so."),
            new Note(
                    cell -> (cell.fault() == REBOOT || cell.fault() == POWER_CUT) && cell.state() == COMMITTING,
                    "What the host booted decides. Its boot loader was not told yet, so the profile is put back."),
            new Note(
                    cell -> cell.fault() == SUPERVISOR_KILLED,
                    "The watchdog goes on from the state on the disk. In `prepared` there is none yet: convoy has the run ended."),
            new Note(
                    cell -> cell.fault() == DISK_FULL,
                    "The file system of `/var/lib/convoy`, `/boot`, and Nix's profiles and roots, to its last byte. Space for what is still to be written was taken before."),
            new Note(
                    cell -> cell.fault() == DISK_FULL && cell.state() == COMMITTING,
                    "That space was given free for this step, and is used up too: what cannot be made bootable does not go on running."),
            new Note(
                    cell -> cell.fault() == CLOCK_FORTH || cell.fault() == CLOCK_BACK,
                    "By a stand-in for `date`, as a container has the clock of its machine. Deadlines are on the monotonic clock, which nobody can set."));

    static String notes() {
        return IntStream.range(0, NOTES.size())
                .mapToObj(i -> "\n" + mark(i) + " " + NOTES.get(i).text() + "\n")
                .collect(joining());
    }

    static String mark(int note) {
        return "¹²³⁴⁵⁶⁷⁸⁹".substring(note, note + 1);
    }
}
