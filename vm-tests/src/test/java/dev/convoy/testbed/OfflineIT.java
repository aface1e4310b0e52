package dev.convoy.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that come while a run waits for them. */
class OfflineIT {
    @TempDir
    private Path folder;

    private Rack rack;
    private ExampleFleet fleet;
    private ConvoyProgram convoy;

    @BeforeEach
    void start() throws Exception {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        fleet = ExampleFleet.in(folder.resolve("fleet"));
        convoy = ConvoyProgram.in(fleet.folder(), folder.resolve("state"));
    }

    @AfterEach
    void stop() throws Exception {
        if (rack != null) {
            rack.close();
        }
    }

    @Test
    void aHostOfTheFirstWaveThatComesInTimeHasItsTurnAfterTheOthers() throws Exception {
        rack.add(List.of("ship1", "web1", "web2"));
        fleet.host("ship1", "{ }").reach("ship1", rack.sshFiles(), "offline: 'wait:3m'");
        List.of("web1", "web2").forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
        fleet.configure("rollout: {stages: [{on: ship1}, {on: web1}]}\n");
        rack.host("ship1").powerOff();

        ConvoyProgram.Started deploy = convoy.start("deploy", "--yes");
        await().atMost(Duration.ofMinutes(1))
                .ignoreException(NoSuchFileException.class)
                .until(() -> !deploy.isAlive() || logs("ship1").contains("it is waited for"));
        assertThat(running("web2")).as("nobody waited for it").endsWith("web2-1.0");
        rack.host("ship1").powerOn();
        Result result = deploy.result();

        assertThat(result.exit()).as("%s", result).isZero();
        assertThat(result.stderr())
                .as("%s", result)
                .contains("nobody answers; it is waited for", "3 done")
                .containsSubsequence(
                        "web1      report    done", "web2      report    done", "ship1     report    done");
        assertThat(running("ship1")).endsWith("ship1-1.0");
    }

    @Test
    void oneThatDoesNotComeInTimeFailsAlone() throws Exception {
        rack.add(List.of("ship1", "web1"));
        List.of("ship1", "web1").forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
        rack.host("ship1").powerOff();
        Result result = convoy.run("deploy", "--yes", "--offline", "wait:6s");
        assertThat(result.exit()).as("%s", result).isEqualTo(1);
        assertThat(result.stderr()).as("%s", result).contains("(waited for 0:06)", "1 done, 1 failed");
        assertThat(running("web1")).endsWith("web1-1.0");
    }

    /** What the runs' logs of the host say. */
    private String logs(String host) throws Exception {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(file -> file.endsWith(host + ".log")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private String running(String name) throws Exception {
        return rack.host(name).console("readlink /run/current-system");
    }
}
