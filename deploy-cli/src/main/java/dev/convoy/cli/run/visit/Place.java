package dev.convoy.cli.run.visit;

import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.journal.HostRecord;
import dev.convoy.cli.journal.RunRecord;
import dev.convoy.cli.run.frame.Failures;
import dev.convoy.cli.select.Selector;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.Fleet;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A host to go to, whether or not its configuration evaluates: what runs there, and going back to what ran before, must not
 * hang on the configuration that broke.
 *
 * @param wanted the toplevel that the flake gives it
 * @param broken why there is none
 */
public record Place(HostName host, DeploymentFacts facts, Optional<StorePath> wanted, Optional<Failure> broken) {
    /** For a host whose flake says nothing any more: its own name, or what convoy.yaml has. */
    private static final DeploymentFacts SILENT = new DeploymentFacts(
            List.of(),
            false,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            new TreeSet<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /**
     * The hosts that a run changed, as far as it knows, and that {@code selector} means.
     *
     * @throws UsageException if there are none
     */
    public static List<Place> of(RunRecord run, Selector selector, Settings settings) {
        SortedMap<HostName, DeploymentFacts> changed = new TreeMap<>();
        run.all().stream()
                .filter(HostRecord::isChanged)
                .forEach(host -> changed.put(host.host(), host.head().facts()));
        if (changed.isEmpty()) {
            throw new UsageException("run " + run.id() + " changed no host");
        }
        return FleetReader.choose(selector, settings, changed, "run " + run.id() + " changed").stream()
                .map(host -> new Place(
                        host,
                        changed.getOrDefault(host, SILENT),
                        Optional.ofNullable(run.hosts().get(host))
                                .map(record -> record.head().system()),
                        Optional.empty()))
                .toList();
    }

    public static Place of(HostRecord host) {
        return new Place(
                host.host(), host.head().facts(), Optional.of(host.head().system()), Optional.empty());
    }

    public static List<Place> of(Fleet fleet) {
        List<Place> places = new ArrayList<>();
        for (HostSpec spec : fleet.hosts().values()) {
            places.add(new Place(spec.name(), spec.facts(), Optional.of(spec.toplevel()), Optional.empty()));
        }
        fleet.failures()
                .forEach(f -> places.add(new Place(
                        f.host(), SILENT, Optional.empty(), Optional.of(Failures.of(f.failure(), Phase.EVALUATE)))));
        places.sort(Comparator.comparing(Place::host));
        return places;
    }
}
