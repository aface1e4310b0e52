package dev.convoy.cli.select;

import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.util.List;

/**
 * Reads {@code --on}: {@code web1}, {@code 'web*'}, {@code @tag}, {@code not}, {@code and}, {@code or}, parentheses, and
 * commas for {@code or}. {@code not} binds tightest, {@code or} loosest.
 */
public final class SelectorParser {
    private final String where;
    private final String text;
    private final List<SelectorToken> tokens;
    private int next;

    private SelectorParser(String where, String text) {
        this.where = where;
        this.text = text;
        this.tokens = SelectorToken.scan(where, text);
    }

    /** As given after {@code --on}. */
    public static Selector parse(String text) {
        return parse("--on", text);
    }

    /** @param where the text stands, for messages, such as {@code --on} */
    public static Selector parse(String where, String text) {
        var parser = new SelectorParser(where, text);
        Selector selector = parser.either();
        if (parser.next < parser.tokens.size()) {
            throw parser.expected("and, or, or the end");
        }
        return selector;
    }

    /** Several {@code --on} add up; none at all means every host. */
    public static Selector parseAll(List<String> texts) {
        return texts.stream().map(text -> parse(text)).reduce(Selector.Or::new).orElseGet(Selector.All::new);
    }

    private Selector either() {
        Selector left = both();
        while (take(SelectorToken.Kind.OR)) {
            left = new Selector.Or(left, both());
        }
        return left;
    }

    private Selector both() {
        Selector left = one();
        while (take(SelectorToken.Kind.AND)) {
            left = new Selector.And(left, one());
        }
        return left;
    }

    private Selector one() {
        if (next == tokens.size()) {
            throw expected("a host, a pattern or a @tag");
        }
        SelectorToken token = tokens.get(next);
        return switch (token.kind()) {
            case NOT -> {
                next++;
                yield new Selector.Not(one());
            }
            case OPEN -> {
                next++;
                Selector inner = either();
                if (!take(SelectorToken.Kind.CLOSE)) {
                    throw expected(")");
                }
                yield inner;
            }
            case WORD, QUOTED -> {
                next++;
                yield named(token);
            }
            case AND, OR, CLOSE -> throw expected("a host, a pattern or a @tag");
        };
    }

    private Selector named(SelectorToken token) {
        String word = token.text();
        if (token.kind() == SelectorToken.Kind.WORD && word.startsWith("@")) {
            if (word.length() == 1) {
                throw new UsageException(where + " \"" + text + "\": @ needs the name of a tag");
            }
            return new Selector.Tagged(word.substring(1));
        }
        if (GlobPattern.isGlob(word)) {
            return word.equals("*") ? new Selector.All() : new Selector.Glob(word);
        }
        try {
            return new Selector.Named(new HostName(word));
        } catch (IllegalArgumentException e) {
            throw new UsageException(where + " \"" + text + "\": " + e.getMessage());
        }
    }

    private boolean take(SelectorToken.Kind kind) {
        if (next < tokens.size() && tokens.get(next).kind() == kind) {
            next++;
            return true;
        }
        return false;
    }

    private UsageException expected(String what) {
        String found = next < tokens.size() ? "\"" + tokens.get(next).text() + "\"" : "the end";
        return new UsageException(where + " \"" + text + "\": expected " + what + ", found " + found);
    }
}
