package dev.convoy.store.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A machine that does nothing but answer as its script says, and remembers what it was asked. A command that the script
 * does not know is an error of the test.
 *
 * <p>Rules are tried in the order of their making. A rule with several answers gives them one after the other, and its last
 * one for ever.
 */
public final class ScriptedMachine implements Machine {
    /** A command that was started, and what was written to its standard input up to now. */
    public record Ran(Command command, String input) {}

    private record Rule(String description, Predicate<Command> matcher, Answers answers) {}

    private final String name;
    private final List<Rule> rules = new ArrayList<>();
    private final List<ScriptedRunning> started = new ArrayList<>();
    private Optional<String> lost = Optional.empty();
    private Duration roundTrip = Duration.ZERO;

    public ScriptedMachine(String name) {
        this.name = name;
    }

    /** Exactly this command line. */
    public Answers when(String... arguments) {
        List<String> expected = List.of(arguments);
        return when(ShellQuote.join(expected), command -> command.arguments().equals(expected));
    }

    /** A command line that begins with these words. */
    public Answers whenStartsWith(String... arguments) {
        List<String> expected = List.of(arguments);
        return when(
                ShellQuote.join(expected) + " …",
                command -> command.arguments().size() >= expected.size()
                        && command.arguments().subList(0, expected.size()).equals(expected));
    }

    /** A {@link Command#shell} script of this name. */
    public Answers whenShell(String scriptName) {
        return when("the script " + scriptName, command -> {
            List<String> words = command.arguments();
            return words.size() >= 4
                    && words.subList(0, 2).equals(List.of("/bin/sh", "-c"))
                    && words.get(3).equals(scriptName);
        });
    }

    public synchronized Answers when(String description, Predicate<Command> matcher) {
        Answers answers = new Answers(this);
        rules.add(new Rule(description, matcher, answers));
        return answers;
    }

    /** What was started, in order. */
    public synchronized List<Ran> ran() {
        return started.stream().map(one -> new Ran(one.command(), one.input())).toList();
    }

    /** The command lines of what was started, in order, quoted as a shell would want them. */
    public synchronized List<String> commandLines() {
        return started.stream()
                .map(one -> ShellQuote.join(one.command().arguments()))
                .toList();
    }

    public synchronized void moveAway(Duration roundTrip) {
        this.roundTrip = roundTrip;
    }

    @Override
    public synchronized Duration roundTrip() {
        return roundTrip;
    }

    /** From now on nothing can be started, and what runs ends as {@link ExitStatus.Lost}. */
    public synchronized void loseConnection(String reason) {
        lost = Optional.of(reason);
        started.forEach(one -> one.lose(reason));
    }

    public synchronized void restoreConnection() {
        lost = Optional.empty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Running start(Command command) {
        return begin(command);
    }

    /** The whole input is remembered before the command has ended: nobody has to wait for it who asks what ran. */
    @Override
    public Finished run(Command command, String input) throws InterruptedException {
        try (ScriptedRunning running = begin(command)) {
            return Finished.drain(running, running.remember(input.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private synchronized ScriptedRunning begin(Command command) {
        if (lost.isPresent()) {
            throw new MachineException(name, lost.get());
        }
        for (Rule rule : rules) {
            if (rule.matcher().test(command)) {
                ScriptedRunning running = new ScriptedRunning(command);
                started.add(running);
                rule.answers().next().accept(running);
                return running;
            }
        }
        throw new AssertionError(name + " was not told what to answer to: "
                + ShellQuote.join(command.arguments()) + "\nit knows: "
                + rules.stream().map(Rule::description).toList());
    }

    @Override
    public void close() {
        loseConnection("closed");
    }
}
