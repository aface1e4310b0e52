package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.machine.Answers;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostObserverTest {
    private static final String RUNNING = "/nix/store/0c0ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-web1-25.11";
    private static final String OLDER = "/nix/store/1b1ahd6p9lfivb8bhhgjdhfq4lzscgyf-nixos-web1-25.05";

    private static final String WHOLE = """
            Welcome to web1!
            observe	1
            uid	0
            login_uid	1000
            hostname	web1
            platform	x86_64-linux
            now	1795244963
            uptime	2491.51
            cores	4
            zstd	yes
            running	%s
            booted	%s
            profile	%s
            generation	42
            boot_id	410118a9-eeec-4f74-9091-add5f1f4a010
            running.kernel	/nix/store/k-linux-6.12.9/bzImage
            running.kernel-params	loglevel=4
            store_free	84330758144
            boot_free	400000
            store_writable	yes
            nix	2.34.8
            trusted	yes
            systemd	257
            systemd_state	degraded
            failed_unit	nginx.service
            failed_unit	backup.service
            lock.run	r-7
            lock.operator	alice@laptop
            lock.since	1795244000
            ledger	run=r-6	time=1795240000	operator=bob	goal=switch	toplevel=%s	dirty=yes	result=activated
            end	ok
            """.formatted(RUNNING, OLDER, RUNNING, RUNNING);

    private final ScriptedMachine machine = new ScriptedMachine("web1");

    @Test
    void readsEverythingInOneRoundTrip() throws InterruptedException {
        asRoot().thenPrint(WHOLE);

        HostState state = new HostObserver().observe(machine);

        assertThat(machine.ran()).hasSize(1);
        assertThat(state.hostname()).isEqualTo("web1");
        assertThat(state.uptime()).isEqualTo(Duration.ofMillis(2_491_510));
        assertThat(state.now()).isEqualTo(Instant.ofEpochSecond(1795244963));
        assertThat(state.loginUid()).isEqualTo(1000);
        assertThat(state.root()).isTrue();
        assertThat(state.rootProblem()).isEmpty();
        assertThat(state.running()).contains(StorePath.parse(RUNNING));
        assertThat(state.booted()).contains(StorePath.parse(OLDER));
        assertThat(state.generation()).hasValue(42);
        assertThat(state.runningBootFiles().orElseThrow().kernelParams()).contains("loglevel=4");
        assertThat(state.bootFree()).hasValue(400_000);
        assertThat(state.trusted()).contains(true);
        assertThat(state.trustedKeys()).isEmpty();
        assertThat(state.zstd()).isTrue();
        assertThat(state.failedUnits()).containsExactly("backup.service", "nginx.service");
        assertThat(state.runInProgress())
                .contains(new HostLock(
                        "r-7", "alice@laptop", Instant.ofEpochSecond(1795244000), Optional.empty(), Optional.empty()));
        assertThat(state.lastDeployment().orElseThrow().dirty()).isTrue();
        assertThat(state.warnings()).isEmpty();
    }

    @Test
    void whatTheHostDoesNotSayIsUnknown() throws InterruptedException {
        asRoot().thenPrint("""
                observe	1
                uid	0
                login_uid	0
                hostname	bare
                platform	aarch64-linux
                now	1795244963
                running	/somewhere/else
                store_writable	no
                end	ok
                """);

        HostState state = new HostObserver().observe(machine);

        assertThat(state.running()).isEmpty();
        assertThat(state.generation()).isEmpty();
        assertThat(state.storeFree()).isEmpty();
        assertThat(state.trusted()).isEmpty();
        assertThat(state.storeWritable()).isFalse();
        assertThat(state.systemdVersion()).isEmpty();
        assertThat(state.warnings()).singleElement().asString().contains("/somewhere/else");
    }

    @Test
    void readsAsLoginUserWhatItCanWhenEscalationIsRefused() throws InterruptedException {
        asRoot().thenFail(1, "sudo: a password is required\n");
        asLoginUser().thenPrint(WHOLE.replace("uid\t0\nlogin", "uid\t1000\nlogin"));

        HostState state = new HostObserver().observe(machine);

        assertThat(state.root()).isFalse();
        assertThat(state.rootProblem()).contains("sudo: a password is required");
        assertThat(state.running()).isPresent();
    }

    @Test
    void machineThatRefusesEscalationByItselfIsReadAsLoginUser() throws InterruptedException {
        machine.when("observe as root", command -> {
            if (command.privilege() == Privilege.ROOT) {
                throw new IllegalStateException("wrong sudo password");
            }
            return false;
        });
        asLoginUser().thenPrint(WHOLE.replace("uid\t0\nlogin", "uid\t1000\nlogin"));

        assertThat(new HostObserver().observe(machine).rootProblem()).contains("wrong sudo password");
    }

    @Test
    void escalationThatDoesNotMakeRootIsSaid() throws InterruptedException {
        asRoot().thenPrint(WHOLE.replace("uid\t0\nlogin", "uid\t1000\nlogin"));

        HostState state = new HostObserver().observe(machine);

        assertThat(state.root()).isFalse();
        assertThat(state.rootProblem().orElseThrow()).contains("ran as user 1000");
    }

    @Test
    void refusesAnAnswerThatWasCutShort() {
        asRoot().thenPrint(WHOLE.substring(0, WHOLE.indexOf("end\tok")));

        assertThatThrownBy(() -> new HostObserver().observe(machine))
                .isInstanceOf(ActivationException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void lostConnectionIsNotTakenForRefusedEscalation() {
        asRoot().thenFinish(new Finished(new ExitStatus.Lost("reset by peer"), "", ""));

        assertThatThrownBy(() -> new HostObserver().observe(machine))
                .isInstanceOf(ActivationException.class)
                .hasMessageContaining("reset by peer");
        assertThat(machine.ran()).hasSize(1);
    }

    @Test
    void readsGenerationsWithoutNix() throws InterruptedException {
        machine.whenShell("convoy-generations").thenPrint("""
                generations	1
                running	%1$s
                booted	%2$s
                profile	%1$s
                generation	10
                entry	10	%1$s	1795244963	25.11.20251001.abcdef	6.12.9
                entry	9	%2$s	1795000000\t\t
                entry	x	%2$s	1795000000\t\t
                end	ok
                """.formatted(RUNNING, OLDER));

        assertThat(Generations.read(machine))
                .containsExactly(
                        new Generation(
                                9,
                                StorePath.parse(OLDER),
                                Instant.ofEpochSecond(1795000000),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                false,
                                true),
                        new Generation(
                                10,
                                StorePath.parse(RUNNING),
                                Instant.ofEpochSecond(1795244963),
                                Optional.of("25.11.20251001.abcdef"),
                                Optional.of("6.12.9"),
                                true,
                                true,
                                false));
    }

    @Test
    void leavesOutLedgerLinesThatWereCutOff() throws InterruptedException {
        machine.whenShell("convoy-ledger").thenPrint("""
                ledger	1
                entry	run=r-1	time=1795240000	operator=bob = Bob	goal=boot	toplevel=%1$s	previous=%2$s	revision=abc	dirty=no	lock=sha256-x	result=activated	later=unknown
                entry	run=r-2	time=17952
                end	ok
                """.formatted(RUNNING, OLDER));

        assertThat(Ledger.read(machine))
                .containsExactly(new LedgerEntry(
                        "r-1",
                        Instant.ofEpochSecond(1795240000),
                        "bob = Bob",
                        "boot",
                        StorePath.parse(RUNNING),
                        Optional.of(StorePath.parse(OLDER)),
                        Optional.of("abc"),
                        false,
                        Optional.of("sha256-x"),
                        "activated"));
    }

    private Answers asRoot() {
        return machine.when("observe as root", command -> command.privilege() == Privilege.ROOT);
    }

    private Answers asLoginUser() {
        return machine.when("observe as login user", command -> command.privilege() == Privilege.LOGIN_USER);
    }
}
