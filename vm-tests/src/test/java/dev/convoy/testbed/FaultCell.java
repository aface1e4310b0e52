package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import dev.convoy.testbed.Seat.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One fault in one state: what becomes of the host, of what convoy says, and that no promise is broken. */
record FaultCell(Fault fault, HeldState state) {
    private static final Pattern CODE = Pattern.compile("\\[(?:activation|health)\\.([a-z-]+)]");
    private static final int DONE = 0;
    private static final int SOME_FAILED = 1;
    private static final int UNKNOWN = 5;

    /** In a moment in which nothing of convoy runs on the host. */
    private static final String AT_REST = "! ls /run/systemd/transient 2> /dev/null | grep -q ^convoy-";

    static List<FaultCell> all() {
        List<FaultCell> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (HeldState state : HeldState.values()) {
                all.add(new FaultCell(fault, state));
            }
        }
        return all;
    }

    /** @return the outcome in words */
    String play(Seat seat) throws InterruptedException {
        FaultHost host = seat.host();
        List<String> options =
                new ArrayList<>(List.of("--confirm-timeout", fault.window().toSeconds() + "s"));
        fault.prepare(host);
        options.addAll(state.arrange(host));
        Started deploy = seat.deploy(NEW, options.toArray(String[]::new));
        Result deployed;
        try {
            state.await(host);
            fault.happen(host, deploy);
            deployed = deploy.result();
        } finally {
            deploy.kill();
        }
        host.await(AT_REST);
        Truth truth = seat.truth();
        String run = host.console("ls /var/lib/convoy/runs");
        String story = "%s in state %s%n%s%n%s%n%s".formatted(fault, state, truth, deployed, host.report());
        fault.pass(host);
        String said = said(deployed, story);
        assertIsWhole(truth, host, story);
        assertIsHonest(deployed, truth, story);
        seat.assertStatusIsTrue(truth);
        return (truth.runs().equals(NEW) ? "new: " : "old: ") + said + resumed(seat, run, deployed, story);
    }

    /** One system, which is the old one or was confirmed, and a host that is free. */
    private static void assertIsWhole(Truth truth, FaultHost host, String story) {
        assertThat(truth.runs()).as(story).isIn(OLD, NEW);
        assertThat(truth).as(story).isEqualTo(Truth.tidy(truth.runs()));
        if (truth.runs().equals(NEW)) {
            assertThat(host.console("cat /var/lib/convoy/runs/*/decision"))
                    .as(story)
                    .startsWith("confirmed");
        }
    }

    private void assertIsHonest(Result deployed, Truth truth, String story) {
        if (fault == Fault.CONTROLLER_KILLED) {
            return;
        }
        switch (deployed.exit()) {
            case DONE -> assertThat(truth.runs()).as(story).isEqualTo(NEW);
            case SOME_FAILED -> assertThat(truth.runs()).as(story).isEqualTo(OLD);
            case UNKNOWN -> assertThat(fault).as(story).isEqualTo(Fault.NETWORK_CUT);
            default -> throw new AssertionError(story);
        }
    }

    private String said(Result deployed, String story) {
        if (fault == Fault.CONTROLLER_KILLED) {
            return "killed";
        }
        return switch (deployed.exit()) {
            case DONE -> "done";
            case UNKNOWN -> "unknown";
            case SOME_FAILED -> cause(deployed).orElseThrow(() -> new AssertionError("no cause: " + story));
            default -> throw new AssertionError(story);
        };
    }

    private static Optional<String> cause(Result deployed) {
        Matcher code = CODE.matcher(deployed.stderr());
        return code.find() ? Optional.of(code.group(1)) : Optional.empty();
    }

    /** Whoever knows nothing of the end can find it out, and go on. */
    private String resumed(Seat seat, String run, Result deployed, String story) throws InterruptedException {
        if (fault != Fault.CONTROLLER_KILLED && deployed.exit() != UNKNOWN) {
            return "";
        }
        Result resumed = seat.resumed(run);
        String whole = story + resumed;
        Truth after = seat.truth();
        assertIsWhole(after, seat.host(), whole);
        assertThat(resumed.exit()).as(whole).isEqualTo(after.runs().equals(NEW) ? DONE : SOME_FAILED);
        return after.runs().equals(NEW)
                ? "; resumed: new"
                : "; resumed: old, " + cause(resumed).orElse("");
    }
}
