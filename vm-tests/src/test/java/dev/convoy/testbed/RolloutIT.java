package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a rollout which goes wrong stops where it was told to, and that the fleet comes back. */
class RolloutIT {
    @TempDir
    private Path folder;

    private Rack rack;
    private ExampleFleet fleet;
    private ConvoyProgram convoy;

    @BeforeEach
    void start() throws Exception {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
    }

    @AfterEach
    void stop() throws Exception {
        if (rack != null) {
            rack.close();
        }
    }

    @Test
    void aCanaryThatFailsWithinItsSoakIsTheOnlyHostOfThreeWavesThatWasTouchedAndIsBack() throws Exception {
        List<String> names = List.of("db1", "web1", "web2", "web3");
        firstDeploymentWithHooks(names);
        fleet.configure("""
                windows: [{deny: '1999-12-31', reason: millennium, on: web1, zone: UTC}]
                hooks: [{before: copy, on: web1, name: room, here: 'LB_TOKEN=hunter2 true'}]
                rollout:
                  stages:
                    - {name: canary, on: web1, soak: 8s}
                    - {name: web, on: 'web*'}
                health:
                  - name: shop opens
                    on: web1
                    retries: 0
                    interval: 1s
                    onHost: |
                      case $(readlink /run/current-system) in *-1.0) exit 0;; esac
                      echo look >> /run/looks
                      [ "$(grep -c look /run/looks)" -lt 3 ] || { echo closed; exit 1; }
                """);

        Result plan = convoy.run("plan");
        assertThat(plan.stdout())
                .as("%s", plan)
                .contains(
                        "Wave 1 of 3  canary  web1, soak 0:08",
                        "Wave 2 of 3  web  web2, web3",
                        "Wave 3 of 3  rest  db1, mail1",
                        "  web1: open\n      deny millennium, 1999-12-31 UTC",
                        "  before copy (room, here)  web1\n      $ LB_TOKEN=… true")
                .doesNotContain("hunter2");
        Result result = convoy.run("deploy", "--yes");

        assertThat(result.exit()).as("%s", result).isEqualTo(4);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("shop opens: ok", "shop opens: exit status 1 [health.check-failed]", "| closed")
                .contains("1 of 1 host of stage canary is unhealthy, none allowed")
                .contains("1 rolled back, 4 skipped");
        for (String name : names) {
            assertThat(running(name)).as(name).endsWith(name + "-1.0");
            assertThat(booting(name)).as(name).endsWith(name + "-1.0");
            assertThat(ledger(name)).as(name).hasSize(name.equals("web1") ? 2 : 1);
        }
        assertThat(ledger("web1").getLast()).contains("result=reverted");
    }

    @Test
    void twelveHostsGoBackWhileTwoOfThemAreOutOfReach() throws Exception {
        List<String> names =
                IntStream.rangeClosed(1, 12).mapToObj("h%02d"::formatted).toList();
        firstDeployment(names);
        // The last host's check waits until two that are done already have gone away.
        LastLook look = LastLook.in(folder);
        fleet.configure(look.on("h12"));
        ConvoyProgram.Started deploy = convoy.start("deploy", "--yes");
        look.awaitAsked(deploy, Duration.ofMinutes(3));
        for (String gone : List.of("h03", "h07")) {
            assertThat(running(gone)).endsWith(gone + "-1.1");
            rack.host(gone).powerOff();
        }
        look.fails();
        Result result = deploy.result();

        assertThat(result.exit()).as("%s", result).isEqualTo(5);
        assertThat(result.stderr())
                .as("%s", result)
                .contains("putting back 11 hosts: 1 of 1 host of stage last is unhealthy, none allowed")
                .contains("↺ 9 hosts  rolled back: the old system runs again: h01, h02, h04")
                .contains("10 rolled back, 2 unknown")
                .contains("[rollout.rollback-unreachable]")
                .contains("? h03  state unknown after the rollback", "? h07  state unknown after the rollback");
        List<String> back = new ArrayList<>(names);
        back.removeAll(List.of("h03", "h07"));
        for (String name : back) {
            assertThat(running(name)).as(name).endsWith(name + "-1.0");
            assertThat(booting(name)).as(name).endsWith(name + "-1.0");
        }
    }

    /** As {@link #firstDeployment}; a host whose hook fails has nothing of it. */
    private void firstDeploymentWithHooks(List<String> names) throws Exception {
        List<String> all = Stream.concat(names.stream(), Stream.of("mail1")).toList();
        rack.add(all);
        all.forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
        Path here = folder.resolve("hooks");
        String say = "grep -c \"$CONVOY_HOST\" \"$CONVOY_CONTEXT\" >/dev/null && echo"
                + " $CONVOY_MOMENT $CONVOY_STAGE $CONVOY_GOAL $CONVOY_RESULT >> ";
        fleet.configure("hooks:\n"
                + Stream.of("build", "copy", "activation")
                        .flatMap(stage -> Stream.of("before", "after")
                                .flatMap(moment -> Stream.of(
                                        "  - {%s: %s, on: db1, here: '%s%s'}%n".formatted(moment, stage, say, here),
                                        "  - {%s: %s, on: db1, onHost: '%s/run/hooks'}%n"
                                                .formatted(moment, stage, say))))
                        .collect(Collectors.joining())
                + "  - {before: activation, on: mail1, name: drain, onHost: 'echo still busy; exit 7'}\n");
        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isEqualTo(1);
        assertThat(first.stderr())
                .as("%s", first)
                .contains("hook before activation (drain, on the host) failed: exit status 7 [hook.failed]")
                .contains("| still busy");
        List<String> said = List.of(
                "before build switch",
                "after build switch succeeded",
                "before copy switch",
                "after copy switch succeeded",
                "before activation switch",
                "after activation switch succeeded");
        assertThat(Files.readAllLines(here).stream().map(String::strip)).containsExactlyElementsOf(said);
        assertThat(rack.host("db1").console("cat /run/hooks").lines().map(String::strip))
                .containsExactlyElementsOf(said);
        assertThat(rack.host("mail1").console("test -e /var/lib/convoy/ledger || echo untouched"))
                .isEqualTo("untouched");
        fleet.release("1.1");
    }

    /** All hosts run 1.0 by convoy's own doing; the next release is 1.1. */
    private void firstDeployment(List<String> names) throws Exception {
        rack.add(names);
        names.forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isZero();
        fleet.release("1.1");
    }

    private String running(String name) throws Exception {
        return rack.host(name).console("readlink /run/current-system");
    }

    private String booting(String name) throws Exception {
        return rack.host(name).console("readlink -f /nix/var/nix/profiles/system");
    }

    private List<String> ledger(String name) throws Exception {
        return rack.host(name).console("cat /var/lib/convoy/ledger").lines().toList();
    }
}
