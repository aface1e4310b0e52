package dev.convoy.store.machine;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The computer that convoy runs on. */
public final class LocalMachine implements Machine {
    /** {@code -n}: never asks for a password, because nobody may be there to answer. */
    private static final List<String> SUDO = List.of("sudo", "-n", "--");

    private final Map<String, String> overrides;
    private final List<String> escalation;
    private final Set<LocalProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public LocalMachine() {
        this(Map.of());
    }

    /** @param overrides variables that every command gets in addition to, or instead of, convoy's own; never a secret */
    public LocalMachine(Map<String, String> overrides) {
        this(overrides, new UnixSystem().getUid() == 0 ? List.of() : SUDO);
    }

    /** @param escalation what to put in front of a command that needs root */
    LocalMachine(Map<String, String> overrides, List<String> escalation) {
        this.overrides = Map.copyOf(overrides);
        this.escalation = List.copyOf(escalation);
    }

    @Override
    public String name() {
        return "this machine";
    }

    @Override
    public Running start(Command command) {
        if (closed) {
            throw new MachineException(name(), "closed; nothing can be started on it any more");
        }
        Map<String, String> variables = new TreeMap<>(overrides);
        variables.putAll(command.environment());
        List<String> prefix = command.privilege() == Privilege.ROOT ? escalation : List.of();
        ProcessBuilder builder = new ProcessBuilder(line(prefix, command, variables));
        builder.environment().putAll(variables);
        try {
            LocalProcess process = new LocalProcess(builder.start(), command.deadline(), prefix, running::remove);
            running.add(process);
            process.watch();
            if (closed) {
                process.close();
            }
            return process;
        } catch (IOException | IllegalArgumentException e) {
            throw new MachineException(
                    name(), "cannot start " + command.arguments().getFirst(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(LocalProcess::close);
    }

    /** sudo drops the environment, so the variables go in front of the command. */
    private static List<String> line(List<String> prefix, Command command, Map<String, String> variables) {
        List<String> line = new ArrayList<>(prefix);
        if (!prefix.isEmpty() && !variables.isEmpty()) {
            line.add("env");
            variables.forEach((name, value) -> line.add(name + "=" + value));
        }
        line.addAll(command.arguments());
        return line;
    }
}
