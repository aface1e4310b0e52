package dev.convoy.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Journals.Found;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T07:15:30Z"), ZoneOffset.UTC);
    private static final String ID = "20261121-071530-k3vx";
    private static final HostName WEB = new HostName("web1");
    private static final HostName DB = new HostName("db1");

    @TempDir
    private Path runs;

    @Test
    void whatIsWrittenIsReadBackAsItWas() {
        try (Journal journal = begun()) {
            journal.step(WEB, Step.BEGIN);
            journal.ended(WEB, new HostOutcome.Succeeded("switched to 2", List.of()));
            journal.ended(ExitCode.SUCCESS);
        }
        RunRecord run = onlyRun();
        assertThat(run.head()).isEqualTo(head());
        assertThat(run.begun()).isEqualTo(CLOCK.instant());
        assertThat(run.exitCode()).hasValue(0);
        assertThat(run.all().stream().map(HostRecord::head)).containsExactlyElementsOf(hosts());
        HostRecord web = of(run, WEB);
        assertThat(web.lastStep()).contains(Step.BEGIN);
        assertThat(web.ending())
                .contains(new Ending(Ending.Kind.SUCCEEDED, "switched to 2", Optional.empty(), Optional.empty()));
        assertThat(web.isChanged()).isTrue();
        assertThat(of(run, DB).isOpen()).isTrue();
    }

    @Test
    void everyLineIsOnTheDiskWhenItIsSaidAndOnlyTheOperatorReadsIt() throws IOException {
        try (Journal journal = begun()) {
            journal.step(WEB, Step.BEGIN);
            Path file = runs.resolve(ID).resolve("journal.jsonl");
            assertThat(Files.readAllLines(file).getLast())
                    .isEqualTo(
                            "{\"v\":1,\"time\":\"2026-11-21T07:15:30Z\",\"type\":\"host.step\",\"host\":\"web1\",\"step\":\"begin\"}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aRunThatDiesBeforeAllItsHostsAreWrittenDownIsNoneThatCouldBeResumed() {
        List<HostHead> dying = new AbstractList<>() {
            @Override
            public HostHead get(int index) {
                if (index == 1) {
                    throw new IllegalStateException("killed");
                }
                return hosts().get(index);
            }

            @Override
            public int size() {
                return 2;
            }
        };
        try (Journal journal = Journal.of(runs.resolve(ID), CLOCK)) {
            assertThatThrownBy(() -> journal.begin(head(), dying)).hasMessage("killed");
        }
        assertThat(new Journals(runs).all()).isEmpty();
    }

    @Test
    void whyAndWhenThingsWereDoneIsReadBack() {
        try (Journal journal = begun()) {
            journal.failing(WEB, List.of("shop opens"));
            journal.step(WEB, Step.BEGIN);
            journal.step(WEB, Step.REVERT, "shop opens: closed");
            var cause = new Failure("health.check-failed", Phase.HEALTH, "shop opens: closed", List.of(), List.of());
            journal.ended(WEB, new HostOutcome.RolledBack(cause));
            journal.forgiven();
            journal.step(DB, Step.BEGIN);
            journal.halted(new Halt("1 of 1 host is unhealthy", OnFailure.RUN, List.of(DB)));
        }
        RunRecord run = onlyRun();
        HostRecord web = of(run, WEB);
        assertThat(web.failingBefore()).containsExactly("shop opens");
        assertThat(web.last().flatMap(HostRecord.Asked::reason)).contains("shop opens: closed");
        assertThat(web.ending().flatMap(Ending::phase)).contains(Phase.HEALTH);
        assertThat(web.isForgiven()).isTrue();
        assertThat(of(run, DB).isForgiven()).isFalse();
        assertThat(of(run, DB).begun()).isEqualTo(1);
        assertThat(run.halt()).contains(new Halt("1 of 1 host is unhealthy", OnFailure.RUN, List.of(DB)));
    }

    @Test
    void whoIsInterruptedStillRecords() {
        Thread.currentThread().interrupt();
        try (Journal journal = begun()) {
            journal.step(WEB, Step.BEGIN);
            journal.ended(ExitCode.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(onlyRun().exitCode()).hasValue(130);
    }

    @Test
    void aRunWhoseProcessDiedIsToldFromOneThatGoesOn() {
        try (Journal journal = begun()) {
            journal.step(WEB, Step.BEGIN);
            assertThat(onlyRun().going()).isTrue();
            Journal second = Journal.of(runs.resolve(ID), CLOCK);
            assertThatThrownBy(() -> second.resume("bob@desk")).hasMessageContaining("still going on");
        }
        assertThat(onlyRun().isCutOff()).isTrue();
    }

    @Test
    void aTornLastLineIsLeftOutAndDoesNotSpoilTheNext() throws IOException {
        begun().close();
        Path file = runs.resolve(ID).resolve("journal.jsonl");
        Files.writeString(file, "{\"v\":1,\"time\":\"2026-", StandardOpenOption.APPEND);
        assertThat(onlyRun().hosts()).hasSize(2);
        try (Journal journal = Journal.of(runs.resolve(ID), CLOCK)) {
            journal.resume("bob@desk");
            journal.step(DB, Step.BEGIN);
        }
        RunRecord run = onlyRun();
        assertThat(run.resumedBy()).containsExactly("bob@desk");
        assertThat(of(run, DB).lastStep()).contains(Step.BEGIN);
    }

    @Test
    void whatANewerConvoyAddsIsPassedOverAndAnotherVersionIsNamed() throws IOException {
        begun().close();
        Path file = runs.resolve(ID).resolve("journal.jsonl");
        Files.writeString(
                file,
                "{\"v\":1,\"time\":\"2026-11-21T07:15:30Z\",\"type\":\"host.sang\"}\n",
                StandardOpenOption.APPEND);
        assertThat(onlyRun().hosts()).hasSize(2);
        Files.writeString(file, "{\"v\":2,\"time\":\"2026-11-21T07:15:30Z\"}\n", StandardOpenOption.APPEND);
        assertThat(new Journals(runs).all())
                .containsExactly(new Found.Broken(ID, "it was written by another version of convoy"));
    }

    @Test
    void aRunThatChangesNothingLeavesNoJournal() {
        try (Journal journal = Journal.of(runs.resolve(ID), CLOCK)) {
            journal.step(WEB, Step.BEGIN);
            journal.ended(ExitCode.SUCCESS);
        }
        assertThat(new Journals(runs).all()).isEmpty();
    }

    @Test
    void aPartOfAnIdIsEnoughWhereItIsTheOnlyOne() {
        begun().close();
        assertThat(new Journals(runs).matching("k3vx")).hasSize(1);
        assertThat(new Journals(runs).matching("20261121")).hasSize(1);
        assertThat(new Journals(runs).matching("2025")).isEmpty();
    }

    @Test
    void aRunIsInUseWhileItGoesOnOrCouldBeGoneOnWithButNobodyReadsHisOwn() {
        try (Journal journal = begun()) {
            assertThat(new Journals(runs).inUse("another")).containsExactly(ID);
            assertThat(new Journals(runs).inUse(ID)).isEmpty();
            assertThat(new Journals(runs).unfinished()).isEmpty();
            journal.step(WEB, Step.BEGIN);
        }
        assertThat(new Journals(runs).inUse("another")).as("cut off").containsExactly(ID);
        try (Journal journal = Journal.of(runs.resolve(ID), CLOCK)) {
            journal.resume("eve@laptop");
            journal.ended(ExitCode.SUCCESS);
        }
        assertThat(new Journals(runs).inUse("another")).isEmpty();
    }

    private Journal begun() {
        Journal journal = Journal.of(runs.resolve(ID), CLOCK);
        journal.begin(head(), hosts());
        return journal;
    }

    private static HostRecord of(RunRecord run, HostName host) {
        return Optional.ofNullable(run.hosts().get(host)).orElseThrow();
    }

    private RunRecord onlyRun() {
        return ((Found.Whole) new Journals(runs).all().getFirst()).run();
    }

    private static RunHead head() {
        var flake = new LockedFlake(
                new FlakeRef("/srv/fleet"),
                "path:/srv/fleet",
                Optional.of("/srv/fleet"),
                Optional.empty(),
                Optional.of("abc1234"),
                true,
                Optional.of("f00d"));
        var said = new Said("/srv/fleet", Map.of("batch", "25%"), List.of("/srv/fleet/convoy.yaml"));
        return new RunHead(
                ID, "deploy", Goal.SWITCH, "eve@laptop", flake, Optional.of("outside: hotfix"), Optional.of(said));
    }

    private static List<HostHead> hosts() {
        StorePath old = States.system('a', "web1", "1");
        return List.of(
                head("web1", Optional.of(old), OptionalInt.of(2)), head("db1", Optional.empty(), OptionalInt.empty()));
    }

    private static HostHead head(String name, Optional<StorePath> before, OptionalInt wave) {
        HostSpec spec = States.host(name, States.system('b', name, "2"));
        return new HostHead(spec.name(), spec.facts(), Optional.of(spec), before, before, spec.toplevel(), wave);
    }
}
