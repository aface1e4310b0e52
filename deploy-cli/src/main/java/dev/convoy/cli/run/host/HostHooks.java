package dev.convoy.cli.run.host;

import dev.convoy.activation.hook.Hook;
import dev.convoy.activation.hook.Hook.Moment;
import dev.convoy.activation.hook.Hook.Stage;
import dev.convoy.activation.hook.HookEnd;
import dev.convoy.cli.config.HookEntry;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.HostOutcome;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.Ending;
import dev.convoy.cli.run.RefusedException;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.store.machine.Link;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One host's hooks. A hook that fails stops its host, and no other. */
public final class HostHooks {
    private final Equipment equipment;
    private final HookContext context;
    private final Link link;
    private final List<Hook> hooks;

    public HostHooks(Equipment equipment, HookContext context, Link link) {
        this.equipment = equipment;
        this.context = context;
        this.link = link;
        this.hooks = context.isDryRun()
                ? List.of()
                : equipment.settings().hooks().stream()
                        .filter(entry -> equipment
                                .settings()
                                .mean(
                                        entry.on(),
                                        context.host(),
                                        context.facts().tags()))
                        .map(HookEntry::hook)
                        .toList();
    }

    static HostHooks of(Equipment equipment, Orders orders, Contact contact) {
        return new HostHooks(equipment, orders.hookContext(contact), contact.link());
    }

    /** @throws RefusedException if one fails */
    void before(Stage stage) throws InterruptedException {
        run(Moment.BEFORE, stage, "");
    }

    /** To be called where the stage ended well. */
    void after(Stage stage) throws InterruptedException {
        run(Moment.AFTER, stage, "succeeded");
    }

    /** What has hooks before it and after it. */
    public interface Work<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /**
     * How work ended that has hooks.
     *
     * @param problem the hook after it that failed
     */
    public record Ended<T>(T end, Optional<Failure> problem) {}

    /**
     * Does the work of a stage between its hooks. Those after it run however the work, or a hook before it, ended: what was
     * taken out of service has to come back.
     *
     * @param result what the hooks after it are told
     */
    public <T, E extends Exception> Ended<T> around(Stage stage, Work<T, E> work, Function<T, String> result)
            throws E, InterruptedException {
        T end;
        try {
            before(stage);
            end = work.run();
        } catch (Exception e) {
            after(stage, "failed");
            throw e;
        }
        return new Ended<>(end, after(stage, result.apply(end)));
    }

    /** A hook that fails after all went well makes a failure of it; what has gone wrong already stays what it is. */
    <E extends Exception> HostOutcome around(Stage stage, Work<HostOutcome, E> work) throws E, InterruptedException {
        return outcome(around(stage, work, HostHooks::word));
    }

    /** For work that another process began, with the hooks before it. */
    HostOutcome finished(Stage stage, HostOutcome outcome) throws InterruptedException {
        return outcome(new Ended<>(outcome, after(stage, word(outcome))));
    }

    private static HostOutcome outcome(Ended<HostOutcome> ended) {
        boolean well = ended.end() instanceof HostOutcome.Succeeded || ended.end() instanceof HostOutcome.Unchanged;
        return well && ended.problem().isPresent()
                ? new HostOutcome.Failed(ended.problem().get())
                : ended.end();
    }

    private static String word(HostOutcome outcome) {
        return Ending.of(outcome).kind().word();
    }

    private Optional<Failure> after(Stage stage, String result) throws InterruptedException {
        try {
            run(Moment.AFTER, stage, result);
            return Optional.empty();
        } catch (RefusedException refused) {
            return Optional.of(refused.failure());
        }
    }

    private void run(Moment moment, Stage stage, String result) throws InterruptedException {
        for (Hook hook : hooks) {
            if (hook.moment() == moment && hook.stage() == stage) {
                run(hook, result);
            }
        }
    }

    private void run(Hook hook, String result) throws InterruptedException {
        equipment.log().publish(context.host(), phase(hook), new Body.HookStarted(hook));
        String address = equipment.routes().address(context.host(), context.facts(), link);
        HookEnd end = equipment
                .rooms()
                .runHook(link, hook, context.environment(hook, address, result), context.json(hook, address, result));
        equipment.log().publish(context.host(), phase(hook), new Body.HookFinished(hook, end));
        if (end.problem().isPresent()) {
            throw new RefusedException(failure(hook, end.problem().get(), end.said()));
        }
    }

    private static Failure failure(Hook hook, String problem, List<String> said) {
        return new Failure(
                "hook.failed",
                phase(hook),
                "hook " + hook.describe() + " failed: " + problem,
                said,
                List.of("Mend what it found, or the hook: it is under 'hooks' in convoy.yaml."));
    }

    /** What fails once a new system is there leaves a host that has it and is not as it should be. */
    private static Phase phase(Hook hook) {
        return switch (hook.stage()) {
            case BUILD -> Phase.BUILD;
            case COPY -> Phase.TRANSFER;
            case ACTIVATION -> hook.moment() == Moment.BEFORE ? Phase.ACTIVATE : Phase.HEALTH;
            case REBOOT -> Phase.HEALTH;
        };
    }
}
