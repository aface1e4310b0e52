package dev.convoy.cli.run.frame;

import dev.convoy.cli.event.Printable;
import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is left of an exception that nobody expected: a file with its trace, and a line that names it. */
public final class BugReport {
    private BugReport() {}

    /** Writes the trace below the state directory and returns the sentence for the operator. */
    public static String write(Surroundings surroundings, Throwable bug) {
        var trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        String what = "this is a bug in convoy: " + Printable.line(bug.toString());
        Path directory = surroundings.stateDirectory().resolve("traces");
        try {
            Files.createDirectories(directory);
            Path file = Files.createTempFile(directory, "trace-", ".txt");
            Files.writeString(file, trace.toString());
            return what + "\n  The trace is in " + file + "; please report it.";
        } catch (IOException e) {
            return what + "\n" + trace;
        }
    }
}
