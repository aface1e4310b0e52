package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final RunReport report = new RunReport();
    private Instant time = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void saysWhatBecameOfEachHostAndWhatToDoNext() {
        begin(5);
        end("web1", new HostOutcome.Succeeded("switched to 25.05 (0c4g1hh)", List.of()));
        end("web2", new HostOutcome.Unchanged(""));
        end("web3", unreachable("web3"));
        end("web4", new HostOutcome.Succeeded("switched to 25.05 (0c4g1hh)", List.of("cups.service is still failed")));
        finish();
        check(60, """
                ✓ web1  switched to 25.05 (0c4g1hh)
                = web2  unchanged
                ✓ web4  switched to 25.05 (0c4g1hh)
                    warning: cups.service is still failed
                - web5  skipped: not begun, or cut off

                ✗ web3  copying failed
                    web3: connection refused by 10.0.0.1 port 22
                    [transfer.unreachable]
                    | ssh: connect: Connection refused
                    | \\x1b[2Jcleared
                    next: see whether the host is up: ssh web3 true

                deploy switch: 2 done, 1 unchanged, 1 failed, 1 skipped in 1:12
                log: /var/log/r1
                """);
    }

    @Test
    void manyHostsStayReadable() {
        begin(200);
        for (int i = 1; i <= 200; i++) {
            String host = "web" + i;
            end(
                    host,
                    i % 50 == 7
                            ? unreachable(host)
                            : i % 40 == 0
                                    ? new HostOutcome.Unchanged("")
                                    : new HostOutcome.Succeeded("switched", List.of()));
        }
        finish();
        check(80, """
                ✓ 191 hosts done: web1 to web6, web8 to web39, web41 to web56, web58 to web79,
                                  web81 to web106, web108 to web119, web121 to web156, …
                = 5 hosts unchanged: web40, web80, web120, web160, web200

                ✗ 4 hosts  copying failed: web7, web57, web107, web157
                    web7: connection refused by 10.0.0.1 port 22 [transfer.unreachable]
                    | ssh: connect: Connection refused
                    | \\x1b[2Jcleared
                    next: see whether the host is up: ssh web7 true
                    (as it was for web7)

                deploy switch: 191 done, 5 unchanged, 4 failed in 1:12
                log: /var/log/r1
                """);
    }

    @Test
    void differentFailuresAreToldInFull() {
        begin(2);
        end("web1", new HostOutcome.RolledBack(new Failure("a.b", Phase.ACTIVATE, "it broke", List.of(), List.of())));
        end("web2", new HostOutcome.Indeterminate(new Failure("a.c", Phase.ACTIVATE, "gone", List.of(), List.of())));
        finish();
        check(80, """

                ↺ web1  rolled back: activation failed, the old system runs again
                    it broke [a.b]

                ? web2  state unknown after activation
                    gone [a.c]

                deploy switch: 1 rolled back, 1 unknown in 1:12
                log: /var/log/r1
                """);
    }

    @Test
    void aFailureOfTheWholeRunIsTold() {
        begin(0);
        say(
                Optional.empty(),
                new Body.RunFailed(new Failure(
                        "evaluation.no-flake",
                        Phase.EVALUATE,
                        "there is no flake.nix here",
                        List.of(),
                        List.of("name one"))));
        finish();
        check(80, """

                ✗ evaluation failed
                    there is no flake.nix here [evaluation.no-flake]
                    next: name one

                deploy switch: stopped in 1:12
                log: /var/log/r1
                """);
    }

    private static HostOutcome unreachable(String host) {
        return new HostOutcome.Failed(new Failure(
                "transfer.unreachable",
                Phase.TRANSFER,
                host + ": connection refused by 10.0.0.1 port 22",
                List.of("ssh: connect: Connection refused", "\u001b[2Jcleared"),
                List.of("see whether the host is up: ssh " + host + " true")));
    }

    private void begin(int hosts) {
        say(Optional.empty(), new Body.RunStarted("r1", "deploy", "switch"));
        say(
                Optional.empty(),
                new Body.HostsSelected(java.util.stream.IntStream.rangeClosed(1, hosts)
                        .mapToObj(i -> new HostName("web" + i))
                        .toList()));
    }

    private void end(String host, HostOutcome outcome) {
        say(Optional.of(new HostName(host)), new Body.HostFinished(outcome));
    }

    private void finish() {
        time = time.plusSeconds(72);
        say(Optional.empty(), new Body.RunFinished(ExitCode.HOSTS_FAILED));
    }

    private void say(Optional<HostName> host, Body body) {
        report.accept(new FleetEvent(1, time, host, Phase.ACTIVATE, body));
    }

    private void check(int width, String expected) {
        List<Line> lines = Summary.lines(report, width, Marks.UNICODE, "/var/log/r1");
        assertThat(String.join("\n", lines.stream().map(Line::plain).toList()) + "\n")
                .isEqualTo(expected);
    }
}
