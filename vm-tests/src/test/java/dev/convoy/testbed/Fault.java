package dev.convoy.testbed;

import dev.convoy.testbed.ConvoyProgram.Started;
import java.time.Duration;

/** What comes between a supervisor and its end. */
enum Fault {
    CONTROLLER_KILLED("convoy is killed (SIGKILL)"),
    NETWORK_CUT("the network is cut, and comes back after convoy gave up"),
    NETWORK_RESTORED("the network is cut until convoy has noticed"),
    REBOOT("the host is restarted (`systemctl reboot`)"),
    POWER_CUT("the power is cut"),
    SUPERVISOR_KILLED("the supervisor is killed with all that it started"),
    DISK_FULL("the disk is full"),
    CLOCK_FORTH("the clock is set forth by a year"),
    CLOCK_BACK("the clock is set back by a year");

    /** After this long without a word the connection is given up: two questions of two seconds each, and some air. */
    private static final Duration SILENCE = Duration.ofSeconds(7);

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** How long the host waits to be confirmed: not for long where nobody can come to do it. */
    Duration window() {
        return switch (this) {
            case CONTROLLER_KILLED, NETWORK_CUT -> Duration.ofSeconds(8);
            case NETWORK_RESTORED, REBOOT, POWER_CUT, SUPERVISOR_KILLED, DISK_FULL, CLOCK_FORTH, CLOCK_BACK ->
                Duration.ofSeconds(60);
        };
    }

    /** Before the deployment begins. */
    void prepare(FaultHost host) {
        if (this == DISK_FULL) {
            host.mountSmallDisk();
        }
    }

    /** It happens, and what stood still goes on, if it is still there. */
    void happen(FaultHost host, Started deploy) throws InterruptedException {
        switch (this) {
            case CONTROLLER_KILLED -> deploy.kill();
            case NETWORK_CUT -> host.machine().cut();
            case NETWORK_RESTORED -> {
                host.machine().cut();
                host.release();
                Thread.sleep(SILENCE);
                host.machine().heal();
            }
            case REBOOT -> host.machine().reboot();
            case POWER_CUT -> host.machine().cutPower();
            case SUPERVISOR_KILLED -> host.console("systemctl kill --signal=KILL 'convoy-2*.service'");
            case DISK_FULL -> host.fillSmallDisk();
            case CLOCK_FORTH -> host.setClock("1 year");
            case CLOCK_BACK -> host.setClock("1 year ago");
        }
        host.release();
    }

    /** After convoy has come to its end. */
    void pass(FaultHost host) {
        switch (this) {
            case NETWORK_CUT -> host.machine().heal();
            case DISK_FULL -> host.emptySmallDisk();
            case CONTROLLER_KILLED,
                    NETWORK_RESTORED,
                    REBOOT,
                    POWER_CUT,
                    SUPERVISOR_KILLED,
                    CLOCK_FORTH,
                    CLOCK_BACK -> {}
        }
    }
}
