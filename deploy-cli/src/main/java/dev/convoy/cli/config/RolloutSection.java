package dev.convoy.cli.config;

import dev.convoy.activation.rollout.FailureLimits;
import dev.convoy.activation.rollout.Share;
import dev.convoy.cli.select.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What {@code rollout:} in a file says.
 *
 * @param limits for the whole run
 * @param neverRollBack hosts that must not go back, such as those that migrate data
 */
public record RolloutSection(
        List<StageEntry> stages,
        List<DependencyEntry> dependencies,
        List<BudgetEntry> budgets,
        FailureLimits limits,
        Optional<Named> neverRollBack) {
    static final RolloutSection SILENT =
            new RolloutSection(List.of(), List.of(), List.of(), FailureLimits.SILENT, Optional.empty());

    public RolloutSection {
        stages = List.copyOf(stages);
        dependencies = List.copyOf(dependencies);
        budgets = List.copyOf(budgets);
    }

    /** Hosts as the file names them. */
    public record Named(Selector hosts, String text, Origin.Line origin) {}

    public record StageEntry(
            String name,
            Named on,
            Optional<Share> batch,
            OptionalInt maxParallel,
            Optional<Duration> soak,
            FailureLimits limits) {}

    /** The hosts have their turn after those before. */
    public record DependencyEntry(Named hosts, Named before) {}

    public record BudgetEntry(Named on, int max) {}

    /** Every selector in it. */
    public Stream<Named> selectors() {
        return Stream.of(
                        stages.stream().map(StageEntry::on),
                        dependencies.stream().flatMap(d -> Stream.of(d.hosts(), d.before())),
                        budgets.stream().map(BudgetEntry::on),
                        neverRollBack.stream())
                .flatMap(named -> named);
    }
}
