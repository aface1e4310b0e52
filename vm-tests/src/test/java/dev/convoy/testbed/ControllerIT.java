package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operator's machine may have any Nix as well as the hosts: here it is a container, with this build of convoy mounted,
 * and deploys to a host of each Nix.
 */
class ControllerIT {
    @TempDir
    private static Path folder;

    private static final Map<Suite, ContainerHost> HOSTS = new EnumMap<>(Suite.class);
    private static SshFiles files;
    private static ContainerNetwork network;
    private static ExampleFleet fleet;

    @BeforeAll
    static void boot() throws Exception {
        Needs.containers();
        files = SshFiles.in(folder.resolve("ssh"));
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        network = ContainerNetwork.create();
        for (Suite suite : Suite.values()) {
            HOSTS.put(suite, ContainerHost.boot(name(suite), suite, network, files));
            fleet.host(name(suite), "{ }").reach(name(suite), files);
        }
        files.write(HOSTS.values().stream().map(host -> host.sshEntry("root")).toList());
    }

    @AfterAll
    static void stop() {
        HOSTS.values().forEach(ContainerHost::close);
        if (network != null) {
            network.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void deploysWithTheNixThatItFinds(Suite suite) throws Exception {
        Path root = Repository.root();
        String java = Files.readString(root.resolve("build/dist/java-home")).strip();
        String release = "for-" + name(suite);
        fleet.release(release);
        try (ContainerHost controller = ContainerHost.bootWithMounts(
                List.of(root.toString(), java, folder.toString()), "controller", suite, network, files)) {
            String deploy = "cd " + fleet.folder() + " && export HOME=/root XDG_STATE_HOME=/tmp/state; "
                    + root.resolve("convoy") + " deploy --yes; echo \"exit $?\"";
            assertThat(controller.console(deploy)).endsWith("exit 0").contains("3 done");
            HOSTS.forEach((target, host) -> assertThat(host.console("readlink /run/current-system"))
                    .endsWith("-nixos-system-" + name(target) + "-" + release));
            assertThat(controller.console(deploy)).endsWith("exit 0").contains("3 unchanged");
        }
    }

    private static String name(Suite suite) {
        return suite.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
