package dev.convoy.cli;

import dev.convoy.cli.command.CommandTree;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.frame.BugReport;
import dev.convoy.cli.usage.UsageException;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The entry: the only place that touches the process's own streams and ends it. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var surroundings = new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                out,
                err,
                isTerminal(0) && isTerminal(2),
                isTerminal(2),
                Clock.systemUTC());
        int code = run(args, surroundings);
        out.flush();
        err.flush();
        // Everything is closed by now; an orderly exit would first set up a logger to log that it exits.
        Runtime.getRuntime().halt(code);
    }

    /** As {@link #main}, in a process that is made up and has no terminal. */
    static int run(
            String[] args,
            Map<String, String> environment,
            Path directory,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        return run(args, new Surroundings(environment, directory, in, out, err, false, false, Clock.systemUTC()));
    }

    private static int run(String[] args, Surroundings surroundings) {
        try {
            return new CommandTree(surroundings).run(args).code();
        } catch (UsageException e) {
            surroundings.err().println("convoy: " + String.join("\n", Printable.lines(String.valueOf(e.getMessage()))));
            return ExitCode.USAGE.code();
        } catch (InterruptedException e) {
            surroundings.err().println("convoy: interrupted");
            return ExitCode.INTERRUPTED.code();
        } catch (RuntimeException | StackOverflowError e) {
            surroundings.err().println("convoy: " + BugReport.write(surroundings, e));
            return ExitCode.BUG.code();
        }
    }

    /** Linux says it in /proc; elsewhere Java knows it only of both standard streams together. */
    @SuppressWarnings("SystemConsoleNull") // the annotated JDK says that it may be
    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
