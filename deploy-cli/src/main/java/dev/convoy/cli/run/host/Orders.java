package dev.convoy.cli.run.host;

import dev.convoy.activation.ActivationGoal;
import dev.convoy.activation.ActivationRequest;
import dev.convoy.activation.HostState;
import dev.convoy.activation.Provenance;
import dev.convoy.activation.Specialisation;
import dev.convoy.activation.Terms;
import dev.convoy.activation.WhenStuck;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.journal.RunHead;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.frame.Sayings;
import dev.convoy.cli.run.frame.ThisMachine;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.store.path.StorePath;
import java.util.Optional;

/**
 * What all hosts of a run have in common.
 *
 * @param ids what it is called on them
 * @param operator who answers for it, as hosts record it
 * @param flake what is deployed; its revision is recorded on the hosts
 * @param terms that each host holds convoy and the new system to
 * @param specialisation that shall run
 * @param reboot whether it may restart hosts
 * @param cache where systems go that are built, where they do not go to hosts
 */
public record Orders(
        HostIds ids,
        Goal goal,
        String operator,
        LockedFlake flake,
        Terms terms,
        Specialisation specialisation,
        RebootPolicy reboot,
        Optional<CacheUrl> cache) {
    /** As the settings have it. */
    public static Orders of(HostIds ids, Goal goal, LockedFlake flake, Session session) {
        return new Orders(
                ids,
                goal,
                ThisMachine.operator(session.surroundings()),
                flake,
                terms(session.settings()),
                specialisation(session.settings()),
                RebootPolicy.of(session.settings()),
                Optional.empty());
    }

    /** The same, for systems that go to a cache. */
    public Orders into(Optional<CacheUrl> where) {
        return new Orders(ids, goal, operator, flake, terms, specialisation, reboot, where);
    }

    /** @throws UsageException if it is no name */
    public static Specialisation specialisation(Settings settings) {
        Optional<String> name = settings.text(Setting.SPECIALISATION);
        if (name.isEmpty()) {
            return new Specialisation.Kept();
        }
        if (!Specialisation.Named.isName(name.get())) {
            throw new UsageException("--specialisation: '" + name.get() + "' cannot be the name of a specialisation");
        }
        return name.get().equals("none") ? new Specialisation.Base() : new Specialisation.Named(name.get());
    }

    public static Terms terms(Settings settings) {
        return new Terms(
                settings.span(Setting.ACTIVATION_TIMEOUT),
                settings.span(Setting.CONFIRM_TIMEOUT),
                settings.span(Setting.BOOT_CONFIRM_TIMEOUT),
                settings.text(Setting.WHEN_STUCK).equals(Optional.of("stop")) ? WhenStuck.STOP : WhenStuck.REBOOT);
    }

    /** @param name of the activation on the host */
    public ActivationRequest request(String name, ActivationGoal what, StorePath system, Optional<StorePath> expected) {
        return new ActivationRequest(
                name,
                what,
                system,
                expected,
                specialisation,
                new Provenance(operator, flake.revision(), flake.dirty(), flake.lockHash()),
                terms);
    }

    HookContext hookContext(Contact contact) {
        return new HookContext(
                ids.runId(),
                goal.word(),
                operator,
                flake.revision(),
                contact.host(),
                contact.spec().facts(),
                Optional.of(contact.spec().toplevel()),
                contact.state().flatMap(HostState::running));
    }

    /** For the journal. */
    public RunHead head(String command, Session session) {
        return new RunHead(
                ids.runId(),
                command,
                goal,
                operator,
                flake,
                ChangeWindows.override(session.settings()),
                Optional.of(Sayings.of(session)));
    }
}
