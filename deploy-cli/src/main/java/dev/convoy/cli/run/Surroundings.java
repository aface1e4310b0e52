package dev.convoy.cli.run;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The process that convoy runs in, as values, so that a test can make up another one.
 *
 * @param directory where the operator stands, absolute
 * @param canAsk whether someone sits at a terminal who can answer questions
 * @param errIsTerminal whether what is written to {@code err} reaches a terminal
 */
public record Surroundings(
        Map<String, String> environment,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean canAsk,
        boolean errIsTerminal,
        Clock clock) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** As if the operator stood there. */
    public Surroundings in(Path elsewhere) {
        return new Surroundings(environment, elsewhere, in, out, err, canAsk, errIsTerminal, clock);
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
    }

    /** Where runs leave their logs: {@code $XDG_STATE_HOME/convoy}. */
    public Path stateDirectory() {
        return base("XDG_STATE_HOME", ".local/state");
    }

    /** Where evaluations are remembered: {@code $XDG_CACHE_HOME/convoy}. */
    public Path cacheDirectory() {
        return base("XDG_CACHE_HOME", ".cache");
    }

    private Path base(String variable, String belowHome) {
        return variable(variable)
                .map(Path::of)
                .orElseGet(
                        () -> variable("HOME").map(Path::of).orElse(directory).resolve(belowHome))
                .resolve("convoy");
    }
}
