package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many hosts in one run, and what that costs the controller. {@code ./dev bench crowd} takes more of them. */
@Isolated
class CrowdIT {
    private static final int HOSTS = Integer.getInteger("convoy.crowd", 64);

    @TempDir
    private Path folder;

    @Test
    void manyHostsAreDeployedInOneRun() throws Exception {
        Needs.nix();
        List<String> names =
                IntStream.range(0, HOSTS).mapToObj("host%03d"::formatted).toList();
        try (Rack rack = Rack.in(folder.resolve("rack"))) {
            rack.add(names);
            ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"));
            names.forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
            ConvoyProgram.Started deploy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"))
                    .start("deploy", "--yes", "--parallel", "32");
            long kilobytes = 0;
            long threads = 0;
            while (deploy.isAlive()) {
                kilobytes = Math.max(kilobytes, deploy.status("VmRSS"));
                threads = Math.max(threads, deploy.status("Threads"));
                deploy.waitFor(Duration.ofMillis(200));
            }
            Result result = deploy.result();
            System.out.printf(
                    "%d hosts in %.1f s: at most %d MiB and %d threads%n",
                    HOSTS, result.took().toMillis() / 1000.0, kilobytes / 1024, threads);
            assertThat(result.exit()).as("%s", result).isZero();
            for (String name : List.of(names.getFirst(), names.getLast())) {
                assertThat(rack.host(name).console("readlink /run/current-system"))
                        .contains("-nixos-system-" + name + "-1.0");
            }
            assertThat(kilobytes / 1024).as("MiB").isLessThan(1024);
            assertThat(threads).as("threads").isLessThan(400);
        }
    }
}
