package dev.convoy.cli.select;

import dev.convoy.cli.usage.UsageException;
import java.util.ArrayList;
import java.util.List;

/** One word or sign of a selector. Words in quotes are never operators. */
record SelectorToken(Kind kind, String text) {
    enum Kind {
        WORD,
        QUOTED,
        AND,
        OR,
        NOT,
        OPEN,
        CLOSE
    }

    /** @param where the text stands, for messages */
    static List<SelectorToken> scan(String where, String text) {
        var tokens = new ArrayList<SelectorToken>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '(' || c == ')' || c == ',') {
                tokens.add(new SelectorToken(sign(c), String.valueOf(c)));
                i++;
            } else if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                if (end < 0) {
                    throw new UsageException(where + " \"" + text + "\": the quote at " + (i + 1) + " does not end");
                }
                tokens.add(new SelectorToken(Kind.QUOTED, text.substring(i + 1, end)));
                i = end + 1;
            } else {
                int end = wordEnd(text, i);
                tokens.add(word(text.substring(i, end)));
                i = end;
            }
        }
        return tokens;
    }

    private static Kind sign(char c) {
        return c == '(' ? Kind.OPEN : c == ')' ? Kind.CLOSE : Kind.OR;
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "(),".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static SelectorToken word(String word) {
        Kind kind = switch (word) {
            case "and" -> Kind.AND;
            case "or" -> Kind.OR;
            case "not" -> Kind.NOT;
            default -> Kind.WORD;
        };
        return new SelectorToken(kind, word);
    }
}
