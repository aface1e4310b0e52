package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's machine may have any Nix as well: here it is a container, with this build of convoy mounted. */
class ControllerIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void deploysWithTheNixThatItFinds(Suite suite) throws Exception {
        Needs.containers();
        Path root = Repository.root();
        String java = Files.readString(root.resolve("build/dist/java-home")).strip();
        SshFiles files = SshFiles.in(folder.resolve("ssh"));
        ExampleFleet fleet =
                ExampleFleet.in(folder.resolve("fleet")).host("web1", "{ }").reach("web1", files);
        try (ContainerNetwork network = ContainerNetwork.create();
                ContainerHost host = ContainerHost.boot("web1", Suite.NIX_2_26, network, files);
                ContainerHost controller = ContainerHost.bootWithMounts(
                        List.of(root.toString(), java, folder.toString()), "controller", suite, network, files)) {
            files.write(List.of(host.sshEntry("root")));
            String deploy = "cd " + fleet.folder() + " && export HOME=/root XDG_STATE_HOME=/tmp/state; "
                    + root.resolve("convoy") + " deploy --yes; echo \"exit $?\"";
            assertThat(controller.console(deploy)).endsWith("exit 0").contains("✓ web1");
            assertThat(host.console("readlink /run/current-system")).contains("-nixos-system-web1-1.0");
            assertThat(controller.console(deploy)).endsWith("exit 0").contains("unchanged");
        }
    }
}
