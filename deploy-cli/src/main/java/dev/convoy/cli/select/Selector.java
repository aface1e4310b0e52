package dev.convoy.cli.select;

import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.TagCondition;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which hosts are meant, as written after {@code --on}. */
public sealed interface Selector {
    record All() implements Selector {}

    record Named(HostName host) implements Selector {}

    /** @param pattern with {@code *} and {@code ?} */
    record Glob(String pattern) implements Selector {}

    record Tagged(String tag) implements Selector {}

    record And(Selector left, Selector right) implements Selector {}

    record Or(Selector left, Selector right) implements Selector {}

    record Not(Selector inner) implements Selector {}

    /** Everything that the name decides is decided; what stays hangs on the host's tags. */
    default TagCondition conditionFor(HostName name) {
        return switch (this) {
            case All() -> new TagCondition.Always();
            case Named(HostName host) -> always(host.equals(name));
            case Glob(String pattern) -> always(GlobPattern.matches(pattern, name.value()));
            case Tagged(String tag) -> new TagCondition.HasTag(tag);
            case And(Selector left, Selector right) -> both(left.conditionFor(name), right.conditionFor(name));
            case Or(Selector left, Selector right) -> either(left.conditionFor(name), right.conditionFor(name));
            case Not(Selector inner) -> not(inner.conditionFor(name));
        };
    }

    /** The hosts that are named outright, wherever in the expression. */
    default SortedSet<HostName> named() {
        return switch (this) {
            case Named(HostName host) -> new TreeSet<>(List.of(host));
            case All() -> new TreeSet<>();
            case Glob _ -> new TreeSet<>();
            case Tagged _ -> new TreeSet<>();
            case And(Selector left, Selector right) -> union(left.named(), right.named());
            case Or(Selector left, Selector right) -> union(left.named(), right.named());
            case Not(Selector inner) -> inner.named();
        };
    }

    private static SortedSet<HostName> union(SortedSet<HostName> left, SortedSet<HostName> right) {
        left.addAll(right);
        return left;
    }

    private static TagCondition always(boolean chosen) {
        return chosen ? new TagCondition.Always() : new TagCondition.Never();
    }

    private static TagCondition both(TagCondition left, TagCondition right) {
        if (left instanceof TagCondition.Never || right instanceof TagCondition.Always) {
            return left;
        }
        if (right instanceof TagCondition.Never || left instanceof TagCondition.Always) {
            return right;
        }
        return new TagCondition.AllOf(List.of(left, right));
    }

    private static TagCondition either(TagCondition left, TagCondition right) {
        if (left instanceof TagCondition.Always || right instanceof TagCondition.Never) {
            return left;
        }
        if (right instanceof TagCondition.Always || left instanceof TagCondition.Never) {
            return right;
        }
        return new TagCondition.AnyOf(List.of(left, right));
    }

    private static TagCondition not(TagCondition inner) {
        if (inner instanceof TagCondition.Always) {
            return new TagCondition.Never();
        }
        return inner instanceof TagCondition.Never ? new TagCondition.Always() : new TagCondition.Not(inner);
    }
}
