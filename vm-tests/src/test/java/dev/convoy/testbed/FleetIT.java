package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One fleet of hosts of every kind, deployed by the program as an operator runs it. */
class FleetIT {
    private static final List<String> EMBEDDED = List.of("emb1", "emb2", "emb3");

    @TempDir
    private Path folder;

    @Test
    void oneDeployReachesHostsWithEveryNixAndTheNextFindsThemUnchanged() throws Exception {
        Needs.nix();
        Needs.containers();
        try (Rack rack = Rack.in(folder.resolve("rack"));
                ContainerNetwork network = ContainerNetwork.create()) {
            rack.add(EMBEDDED);
            Map<String, ContainerHost> containers = new TreeMap<>();
            try {
                for (Suite suite : Suite.values()) {
                    String name =
                            suite.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
                    containers.put(name, ContainerHost.boot(name, suite, network, rack.sshFiles()));
                }
                deployTwice(rack, containers);
            } finally {
                containers.values().forEach(ContainerHost::close);
            }
        }
    }

    private void deployTwice(Rack rack, Map<String, ContainerHost> containers) throws Exception {
        SshFiles files = rack.sshFiles();
        files.write(Stream.concat(
                        rack.hosts().stream().map(EmbeddedHost::sshEntry),
                        containers.values().stream().map(host -> host.sshEntry("root")))
                .toList());
        ExampleFleet fleet = ExampleFleet.in(folder.resolve("fleet"));
        List<String> names = new ArrayList<>(EMBEDDED);
        names.addAll(containers.keySet());
        names.forEach(name -> fleet.host(name, "{ }").reach(name, files));
        fleet.commit();
        Path nixCalls = folder.resolve("nix-calls");
        ConvoyProgram convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"))
                .with("PATH", loggingNix(nixCalls) + ":" + System.getenv("PATH"));

        Result first = convoy.run("deploy", "--yes");
        assertThat(first.exit()).as("%s", first).isZero();
        for (String name : names) {
            assertThat(running(name, rack, containers)).as(name).contains("-nixos-system-" + name + "-1.0");
        }
        containers
                .values()
                .forEach(host ->
                        assertThat(host.console("cat /etc/convoy-example/motd")).isEqualTo("Welcome to the shop."));

        assertThat(Files.readAllLines(nixCalls))
                .as("evaluators of the first run")
                .anyMatch(call -> call.contains("eval"));
        Files.delete(nixCalls);
        long connections =
                rack.hosts().stream().mapToLong(host -> host.line().accepted()).sum();
        int logins =
                containers.values().stream().mapToInt(ContainerHost::logins).sum();
        Result second = convoy.run("deploy", "--yes");
        assertThat(second.exit()).as("%s", second).isZero();
        assertThat(second.stderr()).as("%s", second).contains("6 unchanged");
        assertThat(Files.exists(nixCalls) ? Files.readAllLines(nixCalls) : List.<String>of())
                .as("no evaluator runs")
                .noneMatch(call -> call.contains("eval"));
        assertThat(rack.hosts().stream()
                                .mapToLong(host -> host.line().accepted())
                                .sum()
                        - connections)
                .as("connections to three embedded hosts")
                .isLessThanOrEqualTo(3);
        assertThat(containers.values().stream().mapToInt(ContainerHost::logins).sum() - logins)
                .as("logins to three containers")
                .isLessThanOrEqualTo(3);
    }

    private static String running(String name, Rack rack, Map<String, ContainerHost> containers) throws Exception {
        String question = "readlink /run/current-system";
        ContainerHost container = containers.get(name);
        return container != null ? container.console(question) : rack.host(name).console(question);
    }

    /** A folder with a program nix that writes down how it is called, and does it. */
    private Path loggingNix(Path log) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        String real = new String(
                        new ProcessBuilder("sh", "-c", "command -v nix")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8)
                .strip();
        Path nix = Files.writeString(
                bin.resolve("nix"), "#!/bin/sh\necho \"$*\" >> " + log + "\nexec " + real + " \"$@\"\n");
        Files.setPosixFilePermissions(nix, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }
}
