package dev.convoy.cli.demo;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.report.Wrap;
import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The story that the demo tells, from the first deployment to the rollback. */
public final class Demo {
    /** The story took another turn than it should have. */
    private static final class Surprise extends Exception {
        private static final long serialVersionUID = 1;

        Surprise(String message) {
            super(message);
        }
    }

    /** Of narration: fits the narrowest terminal that anyone still has. */
    private static final int COLUMNS = 76;

    private final DemoParts parts;
    private final Surroundings surroundings;
    private final PrintStream out;

    public Demo(DemoParts parts, Surroundings surroundings) {
        this.parts = parts;
        this.surroundings = surroundings;
        this.out = surroundings.err();
    }

    /** Runs it, and leaves nothing behind however it ends. */
    public ExitCode run() throws InterruptedException {
        try (var leftovers = new Leftovers()) {
            var folder = leftovers.add(DemoFolder::create);
            say("Three hosts on this machine will be deployed, changed, broken and rolled back.");
            say("Everything happens in " + folder.path() + " and is gone at the end.");

            var hosts = leftovers.add(
                    () -> DemoHosts.start(parts.testbedClassPath(), folder.make("hosts"), DemoFleet.HOSTS));
            hosts.awaitUp();
            say("web1, web2 and db1 are up: SSH servers on this machine, each with files and a Nix store of its own.");

            var controller = leftovers.add(() -> Controller.in(folder, parts.launcher(), surroundings));
            tell(DemoFleet.copy(parts.exampleFleet(), controller.fleet(), hosts.sshConfig()), controller);
            return ExitCode.SUCCESS;
        } catch (IOException | Surprise e) {
            out.println("\nconvoy demo: " + e.getMessage());
            return ExitCode.HOSTS_FAILED;
        }
    }

    private void tell(DemoFleet fleet, Controller controller) throws IOException, InterruptedException, Surprise {
        say("The fleet is a flake with three nixosConfigurations. Deploy all of it:");
        expect(ExitCode.SUCCESS, controller, "deploy", "--yes");

        say("What runs where, read from the hosts:");
        expect(ExitCode.SUCCESS, controller, "status");

        fleet.release("1.1", "Welcome to the shop. Now with tea.");
        say("A change: version 1.1 of the shop. What would it do?");
        expect(ExitCode.SUCCESS, controller, "build");
        expect(ExitCode.SUCCESS, controller, "plan");
        expect(ExitCode.SUCCESS, controller, "deploy", "--yes");

        fleet.release("1.2", "Welcome to the shop. Now with coffee.");
        fleet.breakWeb2();
        say("Version 1.2, with a mistake in the configuration of web2: its activation will fail half way.");
        expect(ExitCode.HOSTS_FAILED, controller, "deploy", "--yes");

        say("web2 said why, and runs 1.1 again; the others run 1.2. Take these back as well:");
        expect(ExitCode.SUCCESS, controller, "rollback", "--on", "web1,db1", "--yes");

        fleet.release("1.1", "Welcome to the shop. Now with tea.");
        fleet.mendWeb2();
        say("And in the flake, as git revert would. Hosts and flake agree again:");
        expect(ExitCode.SUCCESS, controller, "status");

        say("That was the demo; its hosts and files are removed now.");
        say("For your own fleet: copy " + parts.exampleFleet().resolveSibling("nixpkgs-fleet")
                + ", or stand in your flake and run 'convoy plan'.");
    }

    private void expect(ExitCode wished, Controller controller, String... arguments)
            throws IOException, InterruptedException, Surprise {
        int code = controller.convoy(arguments);
        if (code != wished.code()) {
            List<String> command = Arrays.asList(arguments);
            throw new Surprise("'convoy %s' ended with exit code %d; %d was expected (%s)"
                    .formatted(String.join(" ", command), code, wished.code(), wished.meaning()));
        }
    }

    private void say(String text) {
        out.println("\n# " + String.join("\n# ", Wrap.lines(text, COLUMNS)));
    }

    /** Where the demo finds what it needs. */
    public record DemoParts(Path launcher, Path exampleFleet, String testbedClassPath) {}
}
