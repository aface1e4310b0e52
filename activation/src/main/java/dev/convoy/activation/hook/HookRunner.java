package dev.convoy.activation.hook;

import dev.convoy.store.RemoteText;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs hooks. Each runs once: what an operator's command does when it is repeated, convoy cannot know. */
public final class HookRunner {
    private static final int TAIL = 10;
    private static final String SCRIPT = script();

    private HookRunner() {}

    /**
     * @param machine the one that the hook's site means
     * @param context what the file beside the hook holds
     */
    public static HookEnd run(Machine machine, Hook hook, Map<String, String> environment, String context)
            throws InterruptedException {
        Command command = Command.shell("convoy-hook", SCRIPT, hook.script()).within(hook.timeout());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            command = command.with(variable.getKey(), variable.getValue());
        }
        Finished end = machine.run(
                switch (hook.site()) {
                    case HERE -> command;
                    case ON_HOST -> command.asRoot();
                },
                context);
        List<String> said = RemoteText.lines(end.stdout() + "\n" + end.stderr());
        return new HookEnd(
                end.isSuccess() ? Optional.empty() : Optional.of(end.exit().describe()),
                said.subList(Math.max(0, said.size() - TAIL), said.size()));
    }

    private static String script() {
        try (InputStream in = HookRunner.class.getResourceAsStream("hook.sh")) {
            if (in == null) {
                throw new IllegalStateException("convoy was packaged without hook.sh");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
