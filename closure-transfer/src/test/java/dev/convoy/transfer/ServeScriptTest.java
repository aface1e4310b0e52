package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs on hosts, here with a nix-store that only says how it was called. */
class ServeScriptTest {
    @TempDir
    private Path directory;

    @Test
    void runsTheServerAndAddsNothingToItsOutput() throws IOException, InterruptedException {
        fakeNixStore();
        Finished done = run("root");
        assertThat(done).isEqualTo(new Finished(new ExitStatus.Exited(0), "--serve --write\n", ""));
    }

    @Test
    void findsNixWhereTheUsersProfileIs() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(directory.resolve(".nix-profile/bin"));
        Files.move(fakeNixStore(), bin.resolve("nix-store"));
        assertThat(run("user").stdout()).isEqualTo("--serve --write\n");
    }

    @Test
    void saysThatNixIsMissing() throws InterruptedException {
        Finished done = run("root");
        assertThat(done.exit()).isEqualTo(new ExitStatus.Exited(127));
        assertThat(done.stderr()).startsWith("convoy: nix-store is not in the PATH");
    }

    @Test
    void refusesAStateDirectoryThatRootCannotWrite() throws IOException, InterruptedException {
        fakeNixStore();
        // Nobody can write /proc, not even root: access says so as it does for a read-only file system.
        Command command = command("root").with("NIX_STATE_DIR", "/proc/self");
        Finished done = new LocalMachine().run(command);
        assertThat(done.exit()).isEqualTo(new ExitStatus.Exited(90));
        assertThat(done.stderr()).contains("/proc/self cannot be written");
        assertThat(new LocalMachine()
                        .run(command("user").with("NIX_STATE_DIR", "/proc/self"))
                        .isSuccess())
                .isTrue();
    }

    private Finished run(String who) throws InterruptedException {
        return new LocalMachine().run(command(who));
    }

    private Command command(String who) {
        List<String> real =
                ServeCommand.control(StoreAccess.LOGIN_USER).arguments().subList(0, 4);
        return Command.of(List.of(real.get(0), real.get(1), real.get(2), real.get(3), who))
                .with("PATH", directory.toString())
                .with("HOME", directory.toString())
                .with("NIX_STATE_DIR", directory.toString());
    }

    private Path fakeNixStore() throws IOException {
        Path file = Files.writeString(directory.resolve("nix-store"), "#!/bin/sh\necho \"$@\"\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
