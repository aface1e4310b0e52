package dev.convoy.testbed;

import static dev.convoy.testbed.FaultFleet.NEW;
import static dev.convoy.testbed.FaultFleet.OLD;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Hosts that are alike, each with an operator of its own, for tests that run side by side. A test takes a host, and finds it
 * on {@link FaultFleet#OLD} with {@link FaultFleet#NEW} in its store, so that a deployment is little more than its activation.
 */
final class FaultRig implements AutoCloseable {
    /** Enough for a confirmation on a busy machine, short enough to wait for its end again and again. */
    static final Duration CONFIRM = Duration.ofSeconds(20);

    static final Duration SWITCH = Duration.ofSeconds(10);

    private final Path folder;
    private final FaultFleet fleet;
    private final ContainerNetwork network = ContainerNetwork.create();
    private final List<FaultHost> hosts = new ArrayList<>();
    private final BlockingQueue<Seat> seats = new LinkedBlockingQueue<>();

    private FaultRig(Path folder, FaultFleet fleet) {
        this.folder = folder;
        this.fleet = fleet;
    }

    /** @param suites one for each host */
    static FaultRig start(Path folder, FaultFleet fleet, List<Suite> suites)
            throws IOException, InterruptedException, ExecutionException {
        var rig = new FaultRig(folder, fleet);
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            rig.addFirst(suites.getFirst());
            List<Future<?>> others = new ArrayList<>();
            for (int i = 1; i < suites.size(); i++) {
                int number = i;
                others.add(each.submit(() -> {
                    rig.add(suites.get(number), number);
                    return number;
                }));
            }
            for (Future<?> other : others) {
                other.get();
            }
            return rig;
        } catch (IOException | InterruptedException | ExecutionException | RuntimeException | Error e) {
            rig.close();
            throw e;
        }
    }

    /** Fills the caches that the others use. */
    private void addFirst(Suite suite) throws IOException, InterruptedException {
        add(suite, 0);
    }

    private void add(Suite suite, int number) throws IOException, InterruptedException {
        Path own = folder.resolve("operator" + number);
        SshFiles files = SshFiles.in(own.resolve("ssh"));
        FaultHost host = FaultHost.boot(FaultFleet.HOST, suite, network, files);
        synchronized (hosts) {
            hosts.add(host);
        }
        // known_hosts has but the first of its addresses.
        var moved = new SshEntry(FaultHost.MOVED, host.otherAddress(), 22, "root", "");
        files.write(List.of(host.machine().sshEntry("root"), moved));
        Files.writeString(files.config(), "Host *\n  ServerAliveInterval 2\n  ServerAliveCountMax 2\n", APPEND);
        Path config = Files.createDirectories(own.resolve("config/convoy")).resolve("config.yaml");
        Files.writeString(
                config, """
                connectTimeout: 3s
                activationTimeout: %ds
                confirmTimeout: %ds
                yes: true
                hosts:
                  %s:
                    sshOptions: ["-F", "%s"]
                """.formatted(SWITCH.toSeconds(), CONFIRM.toSeconds(), FaultFleet.HOST, files.config()));
        ConvoyProgram convoy = ConvoyProgram.in(own, own)
                .with("XDG_CACHE_HOME", folder.resolve("cache").toString());
        String old = given(convoy, host, OLD);
        given(convoy, host, NEW);
        seats.add(new Seat(host, convoy, fleet, old));
    }

    /** Makes a release be in the store of the host for good; returns its toplevel. */
    private String given(ConvoyProgram convoy, FaultHost host, String version) throws InterruptedException {
        Result deployed = convoy.run("deploy", "--flake", fleet.flake(version));
        assertThat(deployed.exit()).as("%s", deployed).isZero();
        String toplevel = host.console("readlink -f /run/current-system");
        assertThat(toplevel).endsWith(FaultFleet.toplevelEnd(version));
        host.console("ln -sfn %s /nix/var/nix/gcroots/given-%s".formatted(toplevel, version));
        return toplevel;
    }

    /** What a test does with a host. */
    interface Use {
        void with(Seat seat) throws Exception;
    }

    /** Waits for a host that is free, and puts it in order before. */
    void use(Use use) throws Exception {
        Seat seat = seats.take();
        try {
            seat.reset();
            use.with(seat);
        } finally {
            seats.add(seat);
        }
    }

    @Override
    public void close() {
        hosts.forEach(FaultHost::close);
        network.close();
    }
}
