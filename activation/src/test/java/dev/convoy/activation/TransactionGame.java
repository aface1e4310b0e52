package dev.convoy.activation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** One random story of a host with up to two runs at a time, and whether the promises held in it. */
final class TransactionGame implements AutoCloseable {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration SWITCH = Duration.ofSeconds(5);

    /** Several windows and switches, on a machine that does other things too. */
    private static final Duration REST = Duration.ofSeconds(60);

    private static final int MOST_EVENTS = 7;

    /** How the processes on the host are called. */
    private static final String SUPERVISOR = "/supervise.sh ";

    private static final String GUARD = " guard ";
    private static final String WATCH = " watch ";

    /** What can happen, weighted by how often it is named. */
    private enum Event {
        CONFIRM,
        WITHDRAW,
        EXTEND,
        SECOND_RUN,
        KILL_SUPERVISOR,
        KILL_WATCHDOG,
        KILL_SWITCH,
        REBOOT
    }

    private final long seed;
    private final Random random;
    private final Path root;
    private final TestHost host;
    private final HostProcesses processes;
    private final StorePath other;
    private final boolean systemd;
    private final List<String> story = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int runs;
    private boolean mayBeStuck;

    TransactionGame(long seed, Path root) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.root = root;
        this.host = new TestHost(root);
        this.processes = new HostProcesses(root);
        this.systemd = random.nextBoolean();
        this.other = host.makeSystem("other");
        for (StorePath system : List.of(host.old, host.fresh, other)) {
            prepare(system);
        }
        story.add(systemd ? "with systemd" : "without systemd");
        newBootId();
    }

    /** @return nothing, or what was broken and how it came to that */
    String play() throws Exception {
        arrangeBehaviour();
        begin(host.fresh, WINDOW);
        int events = random.nextInt(MOST_EVENTS + 1);
        for (int i = 0; i < events; i++) {
            Thread.sleep(random.nextInt(500));
            happen(Event.values()[random.nextInt(Event.values().length)]);
            checkNothingIsCommittedUnconfirmed();
        }
        rest();
        checkTheEnd();
        checkTheNextRun();
        return broken.isEmpty()
                ? ""
                : "seed %d: %s%n  %s%n%s".formatted(seed, broken, String.join("\n  ", story), log());
    }

    @Override
    public void close() {
        processes.killAll();
        host.close();
    }

    private void prepare(StorePath system) throws IOException {
        host.standIn(system, "sync");
        if (systemd) {
            host.installSystemd();
            host.installSystemd(system);
        }
    }

    private void arrangeBehaviour() throws IOException {
        host.behave("sync", "sleep 0.0" + (1 + random.nextInt(5)) + "; exit 0");
        for (String program :
                List.of("new-test", "new-boot", "other-test", "other-boot", "old-test", "old-boot", "nix-env")) {
            var does = new StringBuilder("sleep 0.").append(random.nextInt(4));
            if (random.nextInt(6) == 0) {
                int status = List.of(1, 2, 4, 100).get(random.nextInt(4));
                // It fails before it did anything, or after it.
                boolean before = random.nextBoolean() || program.equals("nix-env");
                does.append(before ? "; exit " : "; code=").append(status);
                mayBeStuck |= program.startsWith("old") || program.equals("nix-env");
                story.add(program + (before ? " fails at its beginning: " : " fails at its end: ") + status);
            }
            host.behave(program, does.toString());
        }
    }

    private void happen(Event event) throws Exception {
        story.add(event.name().toLowerCase(Locale.ROOT));
        switch (event) {
            case CONFIRM -> answer("confirm", "");
            case WITHDRAW -> answer("withdraw", "unhealthy");
            case EXTEND -> answer("extend", "2");
            case SECOND_RUN -> begin(random.nextBoolean() ? other : host.fresh, WINDOW);
            case KILL_SUPERVISOR ->
                processes.kill(line -> line.contains(SUPERVISOR) && !line.contains(GUARD) && !line.contains(WATCH));
            case KILL_WATCHDOG -> killWatchdog();
            case KILL_SWITCH -> killSwitch();
            case REBOOT -> reboot();
        }
    }

    /** Who ends what puts a system back must not wonder that it is not: the old one, or one that an earlier run confirmed. */
    private void killSwitch() throws IOException {
        List<String> good = new ArrayList<>();
        for (StorePath system : List.of(host.old, host.fresh, other)) {
            if (isOldOrConfirmed(system.toString())) {
                good.add(system.toString());
            }
        }
        processes.kill(line -> {
            boolean isSwitch = line.contains("/bin/switch-to-configuration");
            mayBeStuck |= isSwitch && good.stream().anyMatch(line::contains);
            return isSwitch;
        });
    }

    /** Only a timer comes back. That somebody ends both, where there is none, nobody can survive but a restart. */
    private void killWatchdog() {
        if (systemd) {
            processes.kill(line -> line.contains(WATCH) && !line.contains("/nix/timers/"));
        }
    }

    /** Of the run that was begun last, as a controller does that answers at once. */
    private void answer(String verb, String operand) throws InterruptedException {
        String answer = host.run(
                        HostScript.ANSWER.command("r" + runs, verb, operand).asRoot())
                .stdout();
        story.add("  " + answer.replace('\n', ' '));
    }

    private void begin(StorePath system, Duration window) throws InterruptedException {
        runs++;
        ActivationRequest request = Requests.of("r" + runs, ActivationGoal.SWITCH, system, SWITCH, window);
        String supervisor = HostScript.SUPERVISE.text();
        var command = HostScript.START.command(
                request.runId(), Integer.toString(supervisor.getBytes(UTF_8).length), RequestText.of(request));
        String answer = host.run(command.asRoot(), supervisor).stdout();
        story.add("  r" + runs + " of " + name(system) + ": "
                + HostAnswer.parse(answer, "start")
                        .flatMap(a -> a.text("start.state"))
                        .orElse("?"));
    }

    /** Everything that ran is gone, and the boot loader's system runs. */
    private void reboot() throws IOException {
        processes.killAll();
        String boots = bootDefault();
        for (String link : List.of("run/current-system", "run/booted-system")) {
            Path made = Files.createSymbolicLink(host.path(link + ".new"), Path.of(boots));
            Files.move(made, host.path(link), StandardCopyOption.ATOMIC_MOVE);
        }
        newBootId();
    }

    private void newBootId() throws IOException {
        Files.writeString(
                root.resolve("boot_id"), UUID.nameUUIDFromBytes((seed + " " + story.size()).getBytes(UTF_8)) + "\n");
    }

    private void rest() throws InterruptedException {
        long since = System.nanoTime();
        while (!processes.areGone()) {
            if (System.nanoTime() - since > REST.toNanos()) {
                broken.add("something runs for ever");
                return;
            }
            Thread.sleep(100);
        }
    }

    private void checkNothingIsCommittedUnconfirmed() throws IOException {
        for (String system : List.of(bootDefault(), profile())) {
            if (!system.equals(host.old.toString()) && !isConfirmed(system)) {
                broken.add(system + " boots, and nobody confirmed it");
            }
        }
    }

    private void checkTheEnd() throws Exception {
        story.add("rest: runs %s, profile %s, boots %s".formatted(running(), profile(), bootDefault()));
        checkNothingIsCommittedUnconfirmed();
        if (!isOldOrConfirmed(running()) && !mayBeStuck) {
            broken.add("it runs what nobody confirmed");
        }
    }

    /** With all programs in order, the next run finds the lock free and leaves one whole system. */
    private void checkTheNextRun() throws Exception {
        for (String program :
                List.of("new-test", "new-boot", "other-test", "other-boot", "old-test", "old-boot", "nix-env")) {
            host.behave(program, "");
        }
        StorePath next = host.makeSystem("next");
        prepare(next);
        begin(next, REST);
        long since = System.nanoTime();
        while (!processes.areGone() && System.nanoTime() - since < REST.toNanos()) {
            answer("confirm", "");
            Thread.sleep(100);
        }
        rest();
        for (String where : List.of(running(), profile(), bootDefault())) {
            if (!where.equals(next.toString())) {
                broken.add("the next run did not succeed: " + where);
            }
        }
        try {
            host.assertTidy();
        } catch (AssertionError e) {
            broken.add("untidy in the end: " + e.getMessage());
        }
    }

    private boolean isOldOrConfirmed(String system) throws IOException {
        return system.equals(host.old.toString()) || isConfirmed(system);
    }

    private boolean isConfirmed(String system) throws IOException {
        for (int run = 1; run <= runs; run++) {
            String folder = "var/lib/convoy/runs/r" + run + "/";
            if (host.read(folder + "request").contains("toplevel\t" + system + "\n")
                    && host.read(folder + "decision").startsWith("confirmed\t")) {
                return true;
            }
        }
        return false;
    }

    private String running() throws IOException {
        return host.linkTarget("run/current-system");
    }

    /** nix-env's stand-in replaces the link in two steps. */
    private String profile() throws IOException {
        while (true) {
            try {
                return host.linkTarget("nix/var/nix/profiles/" + host.linkTarget("nix/var/nix/profiles/system"));
            } catch (NoSuchFileException e) {
                Thread.onSpinWait();
            }
        }
    }

    private String bootDefault() throws IOException {
        String written = host.read("nix/boot-default").strip();
        return written.isEmpty() ? host.old.toString() : written;
    }

    private static String name(StorePath system) {
        return system.name();
    }

    private String log() throws IOException {
        var text = new StringBuilder();
        for (int run = 1; run <= runs; run++) {
            text.append("  r").append(run).append(": ").append(host.read("var/lib/convoy/runs/r" + run + "/state"));
            host.read("var/lib/convoy/runs/r" + run + "/log")
                    .lines()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }
}
