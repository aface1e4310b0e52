package dev.convoy.cli.run.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostHead;
import dev.convoy.cli.journal.Journal;
import dev.convoy.cli.journal.Journals;
import dev.convoy.cli.journal.RunHead;
import dev.convoy.cli.journal.Step;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.cli.report.Line;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.path.StorePath;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRunTest {
    @TempDir
    private Path runs;

    @Test
    void theListSaysWhoDidWhatAndHowItEnded() {
        run("20261121-071530-k3vx", Optional.of(ExitCode.HOSTS_FAILED));
        run("20261122-080000-m4wy", Optional.empty());
        assertThat(text(HistoryText.list(new Journals(runs).all(), ZoneOffset.UTC)))
                .isEqualTo("""
                RUN                   BEGUN             BY          WHAT           REVISION         HOSTS  RESULT
                20261122-080000-m4wy  2026-11-22 08:00  eve@laptop  deploy switch  abcdef0 (dirty)  3      cut off; 1 done, 1 rolled back, 1 open
                20261121-071530-k3vx  2026-11-21 07:15  eve@laptop  deploy switch  abcdef0 (dirty)  3      1 done, 1 rolled back, 1 open
                """);
    }

    @Test
    void oneRunIsShownHostByHost() {
        run("20261121-071530-k3vx", Optional.of(ExitCode.HOSTS_FAILED));
        var found = (Journals.Found.Whole) new Journals(runs).all().getFirst();
        assertThat(text(HistoryText.one(found.run(), Path.of("/state/k3vx"), ZoneOffset.UTC)))
                .isEqualTo("""
                run 20261121-071530-k3vx: deploy switch
                begun  2026-11-21 07:15 by eve@laptop
                flake  path:/srv/fleet, abcdef0 (dirty)
                note   outside the window: hotfix
                result 1 done, 1 rolled back, 1 open
                log    /state/k3vx

                HOST  BEFORE       SYSTEM       RESULT
                db1   1 (aaaaaaa)  2 (bbbbbbb)  rolled back: it broke [activation.switch-failed]
                web1  1 (aaaaaaa)  2 (bbbbbbb)  done: switched to 2
                web2  1 (aaaaaaa)  2 (bbbbbbb)  begun, end unknown
                """);
    }

    private void run(String id, Optional<ExitCode> end) {
        String stamp = id.replaceFirst("(....)(..)(..)-(..)(..)(..)-.*", "$1-$2-$3T$4:$5:$6Z");
        try (Journal journal = Journal.of(runs.resolve(id), Clock.fixed(Instant.parse(stamp), ZoneOffset.UTC))) {
            journal.begin(
                    new RunHead(
                            id,
                            "deploy",
                            Goal.SWITCH,
                            "eve@laptop",
                            new LockedFlake(
                                    new FlakeRef("."),
                                    "path:/srv/fleet",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of("abcdef0123456789"),
                                    true,
                                    Optional.empty()),
                            Optional.of("outside the window: hotfix"),
                            Optional.empty()),
                    List.of(host("db1"), host("web1"), host("web2")));
            for (String name : List.of("db1", "web1", "web2")) {
                journal.step(new HostName(name), Step.BEGIN);
            }
            journal.ended(new HostName("web1"), new HostOutcome.Succeeded("switched to 2", List.of()));
            journal.ended(
                    new HostName("db1"),
                    new HostOutcome.RolledBack(
                            new Failure("activation.switch-failed", Phase.ACTIVATE, "it broke", List.of(), List.of())));
            end.ifPresent(journal::ended);
        }
    }

    private static HostHead host(String name) {
        HostSpec spec = States.host(name, States.system('b', name, "2"));
        Optional<StorePath> before = Optional.of(States.system('a', name, "1"));
        return new HostHead(
                spec.name(), spec.facts(), Optional.of(spec), before, before, spec.toplevel(), OptionalInt.of(1));
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line.text(false) + "\n").collect(Collectors.joining());
    }
}
