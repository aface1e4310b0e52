package dev.convoy.activation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Turns the answer of observe.sh into a {@link HostState}. */
record HostStateReader(String host, HostAnswer answer) {
    /** @throws ActivationException if something is missing that every host can tell */
    HostState read(Optional<String> escalationProblem) {
        boolean root = required("uid").equals("0");
        Optional<String> rootProblem = root
                ? Optional.empty()
                : Optional.of(escalationProblem.orElseGet(
                        () -> "the escalation command ran as user " + required("uid") + ", not as root"));
        return new HostState(
                host,
                required("hostname"),
                required("platform"),
                answer.text("boot_id").orElse(""),
                uptime(),
                Instant.ofEpochSecond(answer.number("now").orElseThrow(() -> missing("now"))),
                answer.smallNumber("login_uid").orElseThrow(() -> missing("login_uid")),
                root,
                rootProblem,
                answer.path("running"),
                answer.path("booted"),
                answer.path("profile"),
                answer.smallNumber("generation"),
                bootFiles("running"),
                bootFiles("booted"),
                answer.number("store_free"),
                answer.number("boot_free"),
                answer.text("store_writable").equals(Optional.of("yes")),
                answer.text("nix"),
                answer.text("trusted").map("yes"::equals),
                new TreeSet<>(answer.all("trusted_key")),
                answer.smallNumber("cores").orElse(1),
                answer.text("zstd").isPresent(),
                answer.text("systemd"),
                answer.text("systemd_state"),
                new TreeSet<>(answer.all("failed_unit")),
                lock(),
                answer.text("interrupted"),
                answer.text("ledger").flatMap(LedgerLine::parse),
                warnings(root));
    }

    private Duration uptime() {
        return answer.text("uptime")
                .filter(seconds -> seconds.matches("\\d{1,12}(\\.\\d{1,9})?"))
                .map(seconds -> Duration.ofMillis(
                        new BigDecimal(seconds).movePointRight(3).longValue()))
                .orElse(Duration.ZERO);
    }

    private Optional<BootFiles> bootFiles(String system) {
        BootFiles files = new BootFiles(
                answer.text(system + ".kernel"),
                answer.text(system + ".initrd"),
                answer.text(system + ".kernel-modules"),
                answer.text(system + ".kernel-params"),
                answer.text(system + ".init-interface"),
                LiveSwitch.inhibitors(answer.text(system + ".inhibitors").orElse("")));
        return answer.path(system).map(_ -> files);
    }

    private Optional<HostLock> lock() {
        return answer.text("lock.run")
                .map(run -> new HostLock(
                        run,
                        answer.text("lock.operator").orElse("somebody"),
                        Instant.ofEpochSecond(answer.number("lock.since").orElse(0)),
                        answer.text("lock.state"),
                        until()));
    }

    /** The host tells seconds from now: its deadline is on a clock that has no date. */
    private Optional<Instant> until() {
        OptionalLong left = answer.number("lock.left");
        OptionalLong now = answer.number("now");
        return left.isPresent() && now.isPresent()
                ? Optional.of(Instant.ofEpochSecond(now.getAsLong() + left.getAsLong()))
                : Optional.empty();
    }

    private List<String> warnings(boolean root) {
        List<String> warnings = new ArrayList<>();
        for (String link : List.of("running", "booted", "profile")) {
            answer.text(link)
                    .filter(target -> answer.path(link).isEmpty())
                    .ifPresent(target ->
                            warnings.add("the " + link + " system, " + target + ", is not a path of the Nix store"));
        }
        if (!answer.all("switch_unfinished").isEmpty()) {
            warnings.add("an earlier switch-to-configuration did not finish; the next one does what it left undone");
        }
        answer.text("awaits_boot").ifPresent(run -> warnings.add("what boots next is on trial then: run " + run));
        answer.text("ledger")
                .flatMap(LedgerLine::parse)
                .filter(last -> last.goal().equals("boot") && last.result().equals("reverted"))
                .ifPresent(last ->
                        warnings.add("run " + last.runId() + " was reverted: the host went back from its boot"));
        if (!root) {
            warnings.add("read without root rights: lock, ledger and boot files may be missing");
        }
        return warnings;
    }

    private String required(String key) {
        return answer.text(key).orElseThrow(() -> missing(key));
    }

    private ActivationException missing(String key) {
        return new ActivationException(new ActivationFailure(
                "activation.unreadable", host + " did not tell its " + key, List.of(), List.of()));
    }
}
