package dev.convoy.evaluator;

import java.util.List;
import java.util.Set;

/** Whether a host is chosen, as far as that hangs on its tags. A selector reduced for one host name becomes one of these. */
public sealed interface TagCondition {
    record Always() implements TagCondition {}

    record Never() implements TagCondition {}

    record HasTag(String tag) implements TagCondition {}

    record AllOf(List<TagCondition> conditions) implements TagCondition {
        public AllOf {
            conditions = List.copyOf(conditions);
        }
    }

    record AnyOf(List<TagCondition> conditions) implements TagCondition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }
    }

    record Not(TagCondition condition) implements TagCondition {}

    default boolean holds(Set<String> tags) {
        return switch (this) {
            case Always() -> true;
            case Never() -> false;
            case HasTag(String tag) -> tags.contains(tag);
            case AllOf(List<TagCondition> conditions) -> conditions.stream().allMatch(c -> c.holds(tags));
            case AnyOf(List<TagCondition> conditions) -> conditions.stream().anyMatch(c -> c.holds(tags));
            case Not(TagCondition condition) -> !condition.holds(tags);
        };
    }
}
