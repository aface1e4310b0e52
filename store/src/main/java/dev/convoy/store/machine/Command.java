package dev.convoy.store.machine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One command to run on a machine. {@code arguments} are passed as they are, whatever characters they hold: quoting for
 * shells is the machine's own business.
 *
 * @param arguments program and arguments, never empty; never a secret (other users can read them)
 * @param environment variables to set in addition; never a secret
 * @param deadline after this long the command is ended and its exit is {@link ExitStatus.TimedOut}
 */
public record Command(List<String> arguments, Map<String, String> environment, Privilege privilege, Duration deadline) {
    /** For a command that says nothing else: long enough for slow disks, short enough to notice. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline must be positive, not " + deadline);
        }
    }

    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    public static Command of(List<String> arguments) {
        return new Command(arguments, Map.of(), Privilege.LOGIN_USER, DEFAULT_DEADLINE);
    }

    /** A POSIX shell script with positional arguments $1, $2…; {@code name} is its $0 in messages. */
    public static Command shell(String name, String script, String... positional) {
        var arguments = new java.util.ArrayList<>(List.of("/bin/sh", "-c", script, name));
        arguments.addAll(List.of(positional));
        return of(arguments);
    }

    public Command asRoot() {
        return new Command(arguments, environment, Privilege.ROOT, deadline);
    }

    public Command within(Duration limit) {
        return new Command(arguments, environment, privilege, limit);
    }

    public Command with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new Command(arguments, more, privilege, deadline);
    }
}
