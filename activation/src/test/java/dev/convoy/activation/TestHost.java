package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.LocalMachine;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.machine.Privilege;
import dev.convoy.store.machine.Running;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A host on this computer: each command runs in a mount namespace of its own in which /nix, /run and /var/lib are folders
 * of a test. Its systems are fakes that tests can tell how to behave.
 */
final class TestHost implements Machine {
    private static final String ENTER = """
            set -e
            for folder in nix run var/lib; do mount --bind "$0/$folder" "/$folder"; done
            mount --bind "$0/boot_id" /proc/sys/kernel/random/boot_id
            mount --bind "$0/sh" /bin/sh
            exec "$@"
            """;

    private final Path root;
    private final LocalMachine local = new LocalMachine();
    private final HostProcesses processes;

    final StorePath old;
    final StorePath fresh;

    TestHost(Path root) throws IOException {
        this(root, Path.of("/bin/sh"));
    }

    /** @param shell what is /bin/sh on this host */
    TestHost(Path root, Path shell) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/nix")), "there is no /nix to put a test's folder over");
        this.root = root;
        this.processes = new HostProcesses(root);
        for (String folder : List.of("nix/behaviour", "nix/var/nix/profiles", "nix/store", "run", "var/lib")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.copy(shell.toRealPath(), root.resolve("sh"));
        write("boot_id", "first-boot\n");
        this.old = makeSystem("old");
        this.fresh = makeSystem("new");
        link("run/current-system", old.toString());
        link("run/booted-system", old.toString());
        link("nix/var/nix/profiles/system-1-link", old.toString());
        link("nix/var/nix/profiles/system", "system-1-link");
    }

    /** A store path with the programs that an activation needs; its name ends in {@code name}. */
    StorePath makeSystem(String name) throws IOException {
        String hash = (Integer.toUnsignedString(name.hashCode()) + "0".repeat(32)).substring(0, 32);
        StorePath system = new StorePath(hash, "nixos-" + name);
        Path folder = root.resolve("nix/store/" + system.baseName());
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("sw/bin"));
        Files.createDirectories(folder.resolve("kernel-modules/lib/modules/6.12.9"));
        Files.writeString(folder.resolve("nixos-version"), "25.11.test\n");
        Files.writeString(folder.resolve("kernel-params"), "loglevel=4\n");
        program(folder.resolve("bin/switch-to-configuration"), "switch-to-configuration.sh");
        program(folder.resolve("sw/bin/nix-env"), "nix-env.sh");
        return system;
    }

    /** From now on the host has a systemd, which knows failed units only. */
    void installSystemd() throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        for (StorePath system : List.of(old, fresh)) {
            installSystemd(system);
        }
    }

    void installSystemd(StorePath system) throws IOException {
        for (String program : List.of("systemctl", "systemd-run", "journalctl")) {
            program(programs(system).resolve(program), program + ".sh");
        }
    }

    /** From now on a test can tell how a program behaves that the host has besides the system's own, such as {@code sync}. */
    void standIn(StorePath system, String program) throws IOException {
        program(programs(system).resolve(program), "stand-in.sh");
    }

    private Path programs(StorePath system) {
        return root.resolve("nix/store/" + system.baseName() + "/sw/bin");
    }

    /** What a program does before it does its work; {@code what} is such as {@code new-test} or {@code nix-env}. */
    void behave(String what, String script) throws IOException {
        Files.writeString(root.resolve("nix/behaviour/" + what), script + "\n");
    }

    void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    String read(String path) throws IOException {
        Path file = root.resolve(path);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** The calls of switch-to-configuration, such as {@code new test}. */
    List<String> calls() throws IOException {
        return read("nix/calls").lines().toList();
    }

    String linkTarget(String path) throws IOException {
        return Files.readSymbolicLink(root.resolve(path)).toString();
    }

    Path path(String path) {
        return root.resolve(path);
    }

    void assertRuns(StorePath system) throws IOException {
        assertThat(linkTarget("run/current-system")).isEqualTo(system.toString());
    }

    void assertBoots(StorePath system) throws IOException {
        String generation = linkTarget("nix/var/nix/profiles/system");
        assertThat(linkTarget("nix/var/nix/profiles/" + generation)).isEqualTo(system.toString());
    }

    /** No lock, no roots, no space reserved: whatever happened, the next run finds the host in order. */
    void assertTidy() throws IOException {
        assertThat(path("var/lib/convoy/lock")).doesNotExist();
        try (var roots = Files.list(path("nix/var/nix/gcroots/convoy"))) {
            assertThat(roots).isEmpty();
        }
    }

    /** The power goes and comes back: no process is left, and what runs is what boots. */
    void powerCut() throws IOException {
        processes.killAll();
        write("boot_id", "boot-" + System.nanoTime() + "\n");
        String boots = path("nix/var/nix/profiles/")
                .resolve(linkTarget("nix/var/nix/profiles/system"))
                .toString();
        for (String link : List.of("run/current-system", "run/booted-system")) {
            Files.delete(path(link));
            link(link, Files.readSymbolicLink(Path.of(boots)).toString());
        }
        // Whoever asked meanwhile saw half of each.
        processes.killAll();
    }

    /** Ends the supervisor of a run as if by {@code kill -9}; what it started goes with it, as in its unit. */
    void killSupervisor() {
        processes.kill(line -> !line.matches(".*/supervise.sh \\S+ (watch|guard).*") && !line.contains("/nix/timers/"));
    }

    @Override
    public String name() {
        return "test host";
    }

    @Override
    public Running start(Command command) {
        List<String> line = new ArrayList<>(List.of("unshare"));
        line.add(new UnixSystem().getUid() == 0 ? "-m" : "-rm");
        line.addAll(List.of("--propagation", "private", "/bin/sh", "-c", ENTER, root.toString()));
        line.addAll(command.arguments());
        return local.start(new Command(line, command.environment(), Privilege.LOGIN_USER, command.deadline()));
    }

    @Override
    public void close() {
        local.close();
        processes.killAll();
    }

    private void link(String path, String target) throws IOException {
        Files.createSymbolicLink(root.resolve(path), Path.of(target));
    }

    private static void program(Path file, String resource) throws IOException {
        try (InputStream in = TestHost.class.getResourceAsStream(resource)) {
            Files.write(file, in.readAllBytes());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
