package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That trouble with one host is that host's own, has a name, and ends. */
@Order(1)
class TroubleIT {
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
    void brokenHostsOfAllKindsDoNotKeepTwoGoodOnesFromTheirSystem() throws Exception {
        rack.add(List.of("good1", "good2", "off", "silent", "rekeyed", "no-eval", "no-build", "no-start"));
        rack.addWithNixOf("small", "3m");
        rack.addWithNixOf("full", "20m").console("head -c 20000000 /dev/zero > /nix/dump");
        host("good1", "{ }");
        host("good2", "{ }");
        host("off", "{ }");
        host("rekeyed", "{ }");
        host("no-eval", "{ fail = \"eval\"; }");
        host("no-build", "{ packages = [ \"shop-site\" ]; fail = \"build\"; }");
        host("no-start", "{ fail = \"activate\"; }");
        // Never built before, so that the plan cannot know its size yet: the store may be that of an earlier run.
        host("small", "{ kilobytes = 2000; message = \"" + System.nanoTime() + "\"; }");
        host("full", "{ }");
        host("silent", "{ }");
        rack.host("silent").line().cut();
        rack.host("off").powerOff();
        rack.host("rekeyed").changeHostKey();

        Result plan = convoy.run("plan");
        assertThat(plan.exit()).as("%s", plan).isEqualTo(1);
        assertThat(plan.stdout())
                .as("%s", plan)
                .containsPattern("(?m)^off +no connection to .*Connection refused \\[transfer.unreachable]")
                .containsPattern("(?m)^silent +no connection to .* \\[transfer.no-session]")
                .containsPattern("(?m)^rekeyed +the host's key has changed: .* \\[transfer.host-key-mismatch]")
                .containsPattern("(?m)^no-eval +.*the configuration of no-eval is broken on purpose")
                .containsPattern("(?m)^full +its /nix has .* \\[plan.disk-too-small]")
                .contains("5 hosts to switch, 0 unchanged, 5 cannot be deployed");
        assertThat(running("good1")).as("a plan changes nothing").isEmpty();

        Result result = convoy.run("deploy", "--yes", "--offline", "skip");
        assertThat(result.exit()).as("%s", result).isEqualTo(1);
        assertThat(result.took()).as("%s", result).isLessThan(Duration.ofSeconds(90));
        assertThat(running("good1")).contains("-nixos-system-good1-1.0");
        assertThat(running("good2")).contains("-nixos-system-good2-1.0");
        System.out.println("a deploy with eight hosts in trouble took " + result.took());
        assertThat(result.stderr())
                .as("%s", result)
                .containsPattern("(?m)^[^\n]* off +skipped: offline: no connection to ")
                .containsPattern(said("silent", "the check beforehand failed", "[transfer.no-session]"))
                .containsPattern(said("rekeyed", "the check beforehand failed", "[transfer.host-key-mismatch]"))
                .containsPattern(said("no-eval", "evaluation failed", "broken on purpose"))
                .containsPattern(said("no-build", "the build failed", "shop.h: no such file"))
                .containsPattern(said("full", "the check beforehand failed", "[plan.disk-too-small]"))
                .containsPattern(said("small", "the check beforehand failed", "[plan.disk-too-small]"))
                .containsPattern(said("no-start", "activation failed", "Activation script snippet 'shop' failed"));
        assertThat(running("no-start")).isEmpty();
        assertThat(running("full")).isEmpty();
    }

    @Test
    void aHostThatBreaksIsBackOnWhatItRanBefore() throws Exception {
        rack.add(List.of("web1"));
        host("web1", "{ }");
        assertThat(convoy.run("deploy", "--yes").exit()).isZero();
        String before = running("web1");

        fleet.release("1.1");
        host("web1", "{ fail = \"activate\"; }");
        Result result = convoy.run("deploy", "--yes");

        assertThat(result.exit()).as("%s", result).isEqualTo(1);
        assertThat(running("web1")).isEqualTo(before);
        assertThat(rack.host("web1").console("cat /boot/loader/convoy-default")).isEqualTo(before);
        assertThat(rack.host("web1").console("readlink -f /nix/var/nix/profiles/system"))
                .isEqualTo(before);
    }

    @Test
    void aCutLineDuringTheCopyIsMendedByTheNextRun() throws Exception {
        rack.add(List.of("web1"));
        host("web1", "{ kilobytes = 4000; libraries = 12; }");
        assertThat(convoy.run("build").exit()).isZero();
        rack.host("web1").line().delay(Duration.ofMillis(20));
        ConvoyProgram.Started deploy = convoy.start("deploy", "--yes");
        long before = rack.host("web1").line().bytesToHost();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rack.host("web1").line().bytesToHost() - before > 2_000_000);
        rack.host("web1").line().reset();
        Result result = deploy.result();
        // The run may have resumed by itself; if not, it has failed in words and the next one goes on.
        assertThat(result.exit()).as("%s", result).isIn(0, 1);
        Result again = convoy.run("deploy", "--yes");
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(running("web1")).contains("-nixos-system-web1-1.0");
        assertThat(rack.host("web1").console("nix-store --verify --check-contents && echo whole"))
                .endsWith("whole");
    }

    @Test
    void aKilledRunLeavesAWholeSystemAndStatusSaysTheTruth() throws Exception {
        rack.add(List.of("web1"));
        host("web1", "{ }");
        assertThat(convoy.run("deploy", "--yes").exit()).isZero();
        fleet.release("1.1");
        ConvoyProgram.Started deploy = convoy.start("deploy", "--yes");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> rack.host("web1").console("ps axww").contains("switch-to-configuration"));
        deploy.kill();
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !rack.host("web1").console("ps axww").contains("switch-to-configuration"));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        running("web1").equals(rack.host("web1").console("readlink -f /nix/var/nix/profiles/system")));
        Result status = convoy.run("status");
        String version = running("web1").replaceFirst(".*-web1-", "");
        assertThat(status.stdout()).as("%s", status).contains(version + " (");
    }

    /** A block of the summary that begins with the host's name and says both before the next host's block. */
    private static String said(String host, String what, String why) {
        return "(?m)^[✗↺!] " + host + "  [^\n]*" + Pattern.quote(what) + "[^\n]*\n(?:    [^\n]*\n)*?    [^\n]*"
                + Pattern.quote(why);
    }

    private void host(String name, String configuration) {
        fleet.host(name, configuration).reach(name, rack.sshFiles());
    }

    private String running(String name) throws Exception {
        return rack.host(name).console("readlink /run/current-system");
    }
}
