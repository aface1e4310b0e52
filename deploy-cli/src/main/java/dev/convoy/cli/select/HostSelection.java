package dev.convoy.cli.select;

import dev.convoy.cli.usage.Nearest;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostChoice;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.TagCondition;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * A selector together with the tags that convoy.yaml gives. Those replace the flake's for their host, so they settle here
 * what would otherwise cost an evaluation.
 */
public record HostSelection(Selector selector, Map<HostName, Set<String>> configuredTags) implements HostChoice {
    public HostSelection {
        configuredTags = Map.copyOf(configuredTags);
    }

    @Override
    public TagCondition conditionFor(HostName name) {
        TagCondition condition = selector.conditionFor(name);
        Set<String> tags = configuredTags.get(name);
        if (tags == null) {
            return condition;
        }
        return condition.holds(tags) ? new TagCondition.Always() : new TagCondition.Never();
    }

    /** @throws UsageException if the selector names a host that the fleet does not have */
    public void check(SortedSet<HostName> fleet) {
        requireKnown("--on", selector.named(), fleet);
    }

    /** @param where what names the hosts, for the message */
    public static void requireKnown(String where, SortedSet<HostName> named, SortedSet<HostName> fleet) {
        for (HostName name : named) {
            if (!fleet.contains(name)) {
                Set<String> known = fleet.stream().map(HostName::value).collect(Collectors.toSet());
                throw new UsageException(
                        where + ": the fleet has no host \"" + name + "\"" + Nearest.suggestion(name.value(), known));
            }
        }
    }
}
