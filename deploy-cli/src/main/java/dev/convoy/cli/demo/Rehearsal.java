package dev.convoy.cli.demo;

import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/** The first deployments of the demo alone, by a launcher that watches them: what the AOT cache is made from. */
final class Rehearsal {
    private Rehearsal() {}

    /** @param args the launcher, which takes a host before the command; the example fleet; and the class path of the hosts */
    public static void main(String[] args) throws IOException, InterruptedException {
        var silence = new PrintStream(OutputStream.nullOutputStream());
        var surroundings = new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                InputStream.nullInputStream(),
                silence,
                silence,
                false,
                false,
                Clock.systemUTC());
        int code = deploy(Path.of(args[0]), Path.of(args[1]), args[2], surroundings);
        if (code != 0) {
            throw new IllegalStateException("the deployment ended with exit code " + code);
        }
    }

    private static int deploy(Path launcher, Path exampleFleet, String testbedClassPath, Surroundings surroundings)
            throws IOException, InterruptedException {
        try (var leftovers = new Leftovers()) {
            var folder = leftovers.add(DemoFolder::create);
            var hosts = leftovers.add(() -> DemoHosts.start(testbedClassPath, folder.make("hosts"), DemoFleet.HOSTS));
            var controller = leftovers.add(() -> Controller.in(folder, launcher, surroundings));
            hosts.awaitUp();
            DemoFleet.copy(exampleFleet, controller.fleet(), hosts.sshConfig());
            return controller.convoy(DemoFleet.HOSTS.getFirst(), "deploy", "--yes");
        }
    }
}
