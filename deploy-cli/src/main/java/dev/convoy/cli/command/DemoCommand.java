package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.demo.Demo;
import dev.convoy.cli.demo.Demo.DemoParts;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows convoy at work, without a fleet. */
@Command(
        name = "demo",
        header = "Deploy, change, break and roll back three hosts on this machine.",
        description = {
            "Starts three small hosts on this machine and lets convoy deploy an example fleet to them, with every command",
            "shown. Needs Linux, Nix and ssh; no network, no other machine. Takes less than a minute and leaves nothing behind."
        })
final class DemoCommand implements Verb {
    @Override
    public ExitCode run(Session session) throws InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UsageException("the demo's hosts need Linux");
        }
        need(
                "nix",
                "--version",
                "Nix; see https://nixos.org/download, or on Debian and Ubuntu: apt-get install nix-bin");
        need("ssh", "-V", "OpenSSH's client; on Debian and Ubuntu: apt-get install openssh-client");
        need("unshare", "--version", "unshare; on Debian and Ubuntu: apt-get install util-linux");
        if (!Files.isDirectory(Path.of("/nix"))) {
            throw new UsageException(
                    "there is no /nix for the demo to mount a store of its own over; make one: sudo mkdir /nix");
        }
        return new Demo(parts(), session.surroundings()).run();
    }

    private static DemoParts parts() {
        Path home = Optional.ofNullable(System.getProperty("convoy.home"))
                .map(Path::of)
                .orElseThrow(() -> new UsageException("start the demo as 'convoy demo', by convoy's own launcher"));
        String testbed = Optional.ofNullable(System.getProperty("convoy.testbed.classpath"))
                .orElse(home.resolve("build/dist/testbed") + "/*");
        return new DemoParts(home.resolve("convoy"), home.resolve("examples/offline"), testbed);
    }

    private static void need(String program, String argument, String what) throws InterruptedException {
        try {
            new ProcessBuilder(program, argument)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UsageException("the demo needs " + what);
        }
    }
}
