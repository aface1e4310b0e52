package dev.convoy.activation.hook;

import dev.convoy.store.Packaged;
import dev.convoy.store.RemoteText;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs hooks. Each runs once: what an operator's command does when it is repeated, convoy cannot know. */
public final class HookRunner {
    private static final int TAIL = 10;
    private static final String SCRIPT = Packaged.shell(HookRunner.class, "hook.sh");

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
}
