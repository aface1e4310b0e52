package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import dev.convoy.testbed.ConvoyProgram.Started;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A host for faults and the operator who deploys to it. */
record Seat(FaultHost host, ConvoyProgram convoy, FaultFleet fleet, String oldToplevel) {
    /** What is true on the host, read on its console: releases, or what is there instead of them. */
    record Truth(String runs, String profile, String boots, boolean isLocked, boolean isRooted) {
        /** All of that release, and nothing of a run is left. */
        static Truth tidy(String version) {
            return new Truth(version, version, version, false, false);
        }

        boolean isWhole(String version) {
            return List.of(runs, profile, boots).equals(List.of(version, version, version));
        }
    }

    void reset() {
        host.reset(oldToplevel);
    }

    Started deploy(String version, String... more) {
        return convoy.start(arguments(version, more));
    }

    Result deployed(String version, String... more) throws InterruptedException {
        return convoy.run(arguments(version, more));
    }

    Result resumed(String run) throws InterruptedException {
        return convoy.run("resume", run);
    }

    private String[] arguments(String version, String... more) {
        List<String> all = new ArrayList<>(List.of("deploy", "--flake", fleet.flake(version)));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    Truth truth() {
        List<String> lines = host.console("""
                readlink -f /run/current-system
                readlink -f /nix/var/nix/profiles/system
                cat /boot/loader/convoy-default
                ls /var/lib/convoy | grep -cx lock
                ls /nix/var/nix/gcroots/convoy 2>/dev/null | wc -l
                """).lines().toList();
        assertThat(lines).hasSize(5);
        return new Truth(
                FaultFleet.version(lines.get(0)),
                FaultFleet.version(lines.get(1)),
                FaultFleet.version(lines.get(2)),
                !lines.get(3).equals("0"),
                !lines.get(4).equals("0"));
    }

    /** That convoy says of the host what is true, and finds nobody at work on it. */
    void assertStatusIsTrue(Truth truth) throws InterruptedException {
        Result said = convoy.run("status", "--json", "--flake", fleet.flake(FaultFleet.NEW));
        assertThat(said.exit()).as("%s", said).isZero();
        JsonNode status =
                JsonMapper.shared().readTree(said.stdout()).path("hosts").path(0);
        assertThat(FaultFleet.version(status.path("running").asString()))
                .as("%s", status)
                .isEqualTo(truth.runs());
        assertThat(FaultFleet.version(status.path("profile").asString()))
                .as("%s", status)
                .isEqualTo(truth.profile());
        assertThat(status.has("runInProgress")).as("%s", status).isFalse();
    }

    /** That nothing that happened stands in the way of the next deployment, which leaves the host in order. */
    void assertDeployable() throws InterruptedException {
        Result next = deployed(FaultFleet.NEW);
        assertThat(next.exit()).as("%s", next).isZero();
        assertThat(truth()).as("%s", next).isEqualTo(Truth.tidy(FaultFleet.NEW));
    }
}
