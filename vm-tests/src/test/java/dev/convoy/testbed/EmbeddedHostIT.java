package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That an embedded host is enough of a machine to be deployed to, as OpenSSH's client sees it. */
class EmbeddedHostIT {
    private static final String SHA256_OF_FIVE_MILLION_ZEROS =
            "b39781589c4403fb82174c9647a010464cff38bad976547d339899b00053a545";

    @TempDir
    private static Path folder;

    private static Rack rack;
    private static EmbeddedHost web1;

    @BeforeAll
    static void start() throws IOException {
        Needs.nix();
        rack = Rack.in(folder.resolve("rack"));
        web1 = rack.add("web1");
    }

    @BeforeEach
    void switchOn() throws IOException {
        web1.line().heal();
        web1.powerOn();
    }

    @AfterAll
    static void stop() throws IOException {
        if (rack != null) {
            rack.close();
            assertThat(folder.resolve("rack")).isEmptyDirectory();
        }
    }

    @Test
    void hasAnIdentityAndAStoreOfItsOwn() throws Exception {
        assertThat(ssh("hostname; id -u; ls /nix/store | wc -l; cat /proc/sys/kernel/random/boot_id"))
                .startsWith("web1\n0\n0\n")
                .doesNotContain(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")));
    }

    @Test
    void givesBackTheExitStatusAndBothOutputs() throws Exception {
        var process = start("echo out; echo err >&2; exit 7");
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("out\n");
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEqualTo("err\n");
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Test
    void passesStandardInputOnToItsEnd() throws Exception {
        var process = start("sha256sum");
        try (var stdin = process.getOutputStream()) {
            stdin.write(new byte[5_000_000]);
        }
        assertThat(process.getInputStream().readAllBytes())
                .asString(UTF_8)
                .isEqualTo(SHA256_OF_FIVE_MILLION_ZEROS + "  -\n");
    }

    @Test
    void keepsItsDiskOverAReboot() throws Exception {
        String before = ssh("echo kept > /var/lib/note; echo gone > /run/note; cat /proc/sys/kernel/random/boot_id");
        web1.powerOff();
        web1.powerOn();
        assertThat(ssh("cat /var/lib/note; ls /run/note 2>&1"))
                .startsWith("kept\n")
                .contains("No such file");
        assertThat(ssh("cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(before);
    }

    @Test
    void bootsTheSystemThatWasMadeTheDefault() throws Exception {
        ssh("mkdir -p /boot/loader /nix/store/x-system; echo /nix/store/x-system > /boot/loader/convoy-default; "
                + "printf '#!/bin/sh\\nln -s /nix/store/x-system /run/current-system\\n' > /nix/store/x-system/init; "
                + "chmod +x /nix/store/x-system/init");
        web1.powerOff();
        web1.powerOn();
        assertThat(ssh("readlink /run/current-system; rm -r /boot/loader /nix/store/x-system"))
                .isEqualTo("/nix/store/x-system\n");
    }

    @Test
    void endsPlainCommandsWithTheirClientAndLeavesDetachedOnes() throws Exception {
        var client = start("setsid sleep 1001 < /dev/null > /dev/null 2>&1 & sleep 1002");
        await().until(() -> web1.console("ps ax").contains("sleep 1002"));
        client.destroyForcibly();
        await().until(() -> !web1.console("ps ax").contains("sleep 1002"));
        assertThat(web1.console("ps ax")).contains("sleep 1001");
        web1.powerOff();
        web1.powerOn();
        assertThat(web1.console("ps ax")).doesNotContain("sleep 1001");
    }

    @Test
    void refusesConnectionsWhileItIsOff() throws Exception {
        web1.powerOff();
        var process = start("true");
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("Connection refused");
    }

    @Test
    void hearsNothingWhileTheLineIsCut() throws Exception {
        var process = start("read -r line; echo \"got $line\"");
        await().until(() -> web1.console("ps ax").contains("got $line"));
        web1.line().cut();
        process.getOutputStream().write("one\n".getBytes(UTF_8));
        process.getOutputStream().flush();
        assertThat(process.waitFor(300, java.util.concurrent.TimeUnit.MILLISECONDS))
                .isFalse();
        web1.line().heal();
        assertThat(process.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("got one\n");
    }

    @Test
    void isAJumpHostForOthers() throws Exception {
        rack.add("behind");
        assertThat(ssh(List.of("-J", "web1"), "behind", "hostname")).isEqualTo("behind\n");
    }

    @Test
    void showsAnotherHostKeyWhenToldTo() throws Exception {
        rack.add("changed").changeHostKey();
        var process = start(List.of(), "changed", "true");
        assertThat(process.getErrorStream().readAllBytes()).asString(UTF_8).contains("IDENTIFICATION HAS CHANGED");
    }

    @Test
    void runsOutOfDiskSpace() throws Exception {
        rack.addWithNixOf("small", "1m");
        assertThat(ssh(List.of(), "small", "head -c 2M /dev/zero > /nix/big 2>&1; ls -l /nix/big"))
                .contains("1048576");
    }

    @Test
    void manyStartAtOnce() throws Exception {
        long before = System.nanoTime();
        rack.add(IntStream.range(0, 20).mapToObj(i -> "many" + i).toList());
        assertThat(ssh(List.of(), "many19", "hostname")).isEqualTo("many19\n");
        assertThat((System.nanoTime() - before) / 1_000_000)
                .as("ms for 20 hosts")
                .isLessThan(20_000);
    }

    private static Process start(String commandLine) throws IOException {
        return start(List.of(), "web1", commandLine);
    }

    private static Process start(List<String> options, String host, String commandLine) throws IOException {
        var command =
                new ArrayList<>(List.of("ssh", "-F", rack.sshFiles().config().toString()));
        command.addAll(options);
        command.addAll(List.of(host, commandLine));
        return new ProcessBuilder(command).start();
    }

    private static String ssh(String commandLine) throws Exception {
        return ssh(List.of(), "web1", commandLine);
    }

    private static String ssh(List<String> options, String host, String commandLine) throws Exception {
        var process = start(options, host, commandLine);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
        process.waitFor();
        return output;
    }
}
