package dev.convoy.cli.run.visit;

import dev.convoy.cli.config.FlakeLocation;
import dev.convoy.cli.config.Origin;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.Value;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.EventLog;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Measure;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.reach.Rooms;
import dev.convoy.cli.select.HostSelection;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.select.SelectorParser;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostChoice;
import dev.convoy.evaluator.HostFailure;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.LockedFlake;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** From the operator's words to the chosen hosts, evaluated. */
public final class FleetReader {
    private final Rooms rooms;
    private final Settings settings;
    private final Path directory;
    private final EventLog log;

    public FleetReader(Rooms rooms, Session session, EventLog log) {
        this.rooms = rooms;
        this.settings = session.settings();
        this.directory = session.surroundings().directory();
        this.log = log;
    }

    /**
     * @throws UsageException if there is no flake, a named host does not exist, or no host is chosen
     * @throws dev.convoy.evaluator.EvaluationException if the flake as a whole does not evaluate
     */
    public Fleet read(Selector selector) throws InterruptedException {
        FlakeRef reference = reference();
        log.publish(Phase.EVALUATE, new Body.PhaseStarted());
        LockedFlake flake = rooms.lock(reference);
        var selection = new HostSelection(selector, settings.configuredTags());
        // The evaluator asks for each host that there is, so this learns their names without an evaluation of its own.
        NavigableSet<HostName> names = new ConcurrentSkipListSet<>();
        HostChoice choice = name -> {
            names.add(name);
            return selection.conditionFor(name);
        };
        Fleet fleet = rooms.evaluate(flake, choice, event -> log.publish(Phase.EVALUATE, new Body.Eval(event)));
        check(selection, names, fleet);
        log.publish(Phase.EVALUATE, new Body.PhaseFinished(summary(fleet)));
        log.publish(Phase.EVALUATE, new Body.HostsSelected(java.util.List.copyOf(chosen(fleet))));
        return fleet;
    }

    /**
     * Those of known hosts that are meant, in order. Nothing is evaluated.
     *
     * @param what the hosts are, for messages, such as {@code the plan has}
     * @throws UsageException if one is named that is not known, or none is meant
     */
    public static NavigableSet<HostName> choose(
            Selector selector, Settings settings, SortedMap<HostName, DeploymentFacts> known, String what) {
        NavigableSet<HostName> names = new TreeSet<>(known.keySet());
        for (HostName named : selector.named()) {
            if (!names.contains(named)) {
                throw new UsageException("--on: " + what + " no host \"" + named + "\"");
            }
        }
        var selection = new HostSelection(selector, settings.configuredTags());
        names.removeIf(name -> !selection
                .conditionFor(name)
                .holds(Optional.ofNullable(known.get(name))
                        .<Set<String>>map(DeploymentFacts::tags)
                        .orElse(Set.of())));
        if (names.isEmpty()) {
            throw new UsageException("--on: none of the hosts that " + what + " is chosen by it");
        }
        return names;
    }

    /** All hosts that were meant, evaluated or not, in order. */
    public static NavigableSet<HostName> chosen(Fleet fleet) {
        NavigableSet<HostName> all = new TreeSet<>(fleet.hosts().keySet());
        fleet.failures().stream().map(HostFailure::host).forEach(all::add);
        return all;
    }

    private void check(HostSelection selection, NavigableSet<HostName> names, Fleet fleet) {
        selection.check(names);
        settings.hosts().forEach((name, entry) -> {
            // The user's own file may speak of other fleets; the file beside the flake may not.
            if (entry.origin().file().endsWith("convoy.yaml")) {
                HostSelection.requireKnown(entry.origin().describe(), new TreeSet<>(Set.of(name)), names);
            }
        });
        settings.selectors()
                .filter(named -> named.origin().file().endsWith("convoy.yaml"))
                .forEach(named -> HostSelection.requireKnown(
                        named.origin().describe(), named.hosts().named(), names));
        Value mayBeAway = settings.value(Setting.INTERMITTENT);
        boolean users = mayBeAway.origin() instanceof Origin.Line(Path file, int _) && !file.endsWith("convoy.yaml");
        if (!mayBeAway.text().isEmpty() && !users) {
            var named = SelectorParser.parse(Setting.INTERMITTENT.flag(), mayBeAway.text())
                    .named();
            HostSelection.requireKnown(mayBeAway.origin().describe(), named, names);
        }
        if (chosen(fleet).isEmpty()) {
            throw new UsageException(
                    "--on: no host of the fleet is chosen by it; there are " + Measure.count(names.size(), "host"));
        }
    }

    private FlakeRef reference() {
        String text = settings.text(Setting.FLAKE)
                .map(this::absolute)
                .or(() -> FlakeLocation.directory(java.util.Optional.empty(), directory)
                        .map(Path::toString))
                .orElseThrow(() -> new UsageException(
                        "there is no flake.nix in " + directory + " or above; say where the fleet is with --flake"));
        try {
            return new FlakeRef(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--flake: " + e.getMessage());
        }
    }

    /** A path is meant from where the operator stands, whatever directory Nix runs in. */
    private String absolute(String reference) {
        return reference.equals(".")
                        || reference.startsWith("./")
                        || reference.startsWith("../")
                        || reference.equals("..")
                ? directory.resolve(reference).normalize().toString()
                : reference;
    }

    private static String summary(Fleet fleet) {
        int broken = fleet.failures().size();
        return broken == 0
                ? ""
                : broken + " of " + Measure.count(chosen(fleet).size(), "host")
                        + (broken == 1 ? " does not evaluate" : " do not evaluate");
    }
}
