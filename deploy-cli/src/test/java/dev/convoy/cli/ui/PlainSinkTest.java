package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Phase;
import dev.convoy.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainSinkTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final SetClock clock = new SetClock(EverySaying.TIME);

    @Test
    void oneLineForEachChange() {
        sink(false, false).accept(EverySaying.events());
        assertThat(text()).isEqualTo("""
                        12:03:04           eval      run r1: deploy, goal switch
                        12:03:04           eval      2 hosts: web1, web2
                        12:03:04           eval      started
                        12:03:04           eval      trace: hello
                        12:03:04           eval      2 hosts
                        12:03:04 web1      copy      3 paths, 3.8 MiB to copy; 100 already there
                        12:03:04 web1      copy      the host fetches from its own caches: 2 paths, 2.9 MiB
                        12:03:04 web1      copy      warning: the host could not fetch 1 path, 977 KiB, which are sent instead: HTTP error 404
                        12:03:04 web1      copy      connection broke (reset by peer); resuming with 1 path left, attempt 2
                        12:03:04 web1      activate  testing
                        12:03:04 web1      activate  connection lost (reset by peer); the host goes on by itself, reconnecting
                        12:03:04 web1      activate  connected again
                        12:03:04 web1      health    on trial for 5:00: 3 checks
                        12:03:04 web1      health    tcp 80: ok
                        12:03:04 web1      health    tcp 80: status 500, not 200 (as it did before)
                        12:03:04 web1      health    tcp 80: nginx.service
                        12:03:04 web1      health    tcp 80: could not tell: no such command
                        12:03:04 web1      activate  hook before activation (drain, here)
                        12:03:04 web1      activate  hook before activation (drain, here): exit status 3
                        12:03:04           activate  wave 2 of 3: web (2 hosts, soak 5:00): web1, web2
                        12:03:04           activate  wave 2 of 3 is done
                        12:03:04           eval      1 of 2 hosts of stage web is unhealthy, none allowed; stopped, the wave is put back
                        12:03:04           eval      the rollout goes on, by the operator's choice
                        12:03:04           rollback  putting back 1 host: 1 of 2 hosts of stage web is unhealthy, none allowed
                        12:03:04           eval      warning: the policy is weakened
                        12:03:04 web1      activate  done: switched to it; warning: slow disk
                        12:03:04 web1      activate  unchanged
                        12:03:04 web1      activate  rolled back: the connection broke [transfer.broken]
                        12:03:04 web1      activate  failed: the connection broke [transfer.broken]
                        12:03:04 web1      activate  skipped: the wave before failed
                        12:03:04 web1      activate  state unknown: the connection broke [transfer.broken]
                        12:03:04           eval      the connection broke [transfer.broken]
                        """);
    }

    @Test
    void verboseHasTheDetailsToo() {
        sink(false, true).accept(EverySaying.events());
        assertThat(text()).contains("| setting up /etc...", "hello-2.12.drv> compiling \\x07", "  line 2");
    }

    @Test
    void noEscapeReachesAPipe() {
        sink(false, true).accept(EverySaying.events());
        assertThat(text()).doesNotContain("\u001b");
        sink(true, false).accept(EverySaying.events());
        assertThat(text()).contains("\u001b[33m");
    }

    @Test
    void saysEveryHalfMinuteWhatStillRuns() {
        PlainSink sink = sink(false, false);
        var progress = new TransferProgress();
        progress.narBytesSent().add(54L << 20);
        sink.accept(List.of(new FleetEvent(
                1,
                clock.instant(),
                Optional.of(EverySaying.HOST),
                Phase.TRANSFER,
                new Body.TransferStarted(progress, 34, 120L << 20))));
        for (int second = 0; second < 61; second++) {
            clock.pass(Duration.ofSeconds(1));
            sink.accept(List.of());
        }
        assertThat(text()).isEqualTo("""
                        12:03:34                     still running: web1 copy 54 of 120 MiB 0:30
                        12:04:04                     still running: web1 copy 54 of 120 MiB 1:00
                        """);
    }

    private PlainSink sink(boolean color, boolean verbose) {
        var stream = new PrintStream(err, false, StandardCharsets.UTF_8);
        return new PlainSink(
                new UiSettings(ProgressStyle.PLAIN, color, false, stream, stream, Path.of("/nowhere"), clock, verbose));
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
