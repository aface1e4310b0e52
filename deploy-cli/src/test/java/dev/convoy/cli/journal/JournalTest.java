package dev.convoy.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.journal.Journals.Found;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.plan.States;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.LockedFlake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
        assertThat(web.ending()).contains(new Ending(Ending.Kind.SUCCEEDED, "switched to 2", Optional.empty()));
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
        return new RunHead(ID, "deploy", Goal.SWITCH, "eve@laptop", flake, Optional.of("outside: hotfix"));
    }

    private static List<HostHead> hosts() {
        return List.of(
                HostHead.of(
                        States.host("web1", States.system('b', "web1", "2")),
                        Optional.of(States.system('a', "web1", "1"))),
                HostHead.of(States.host("db1", States.system('b', "db1", "2")), Optional.empty()));
    }
}
