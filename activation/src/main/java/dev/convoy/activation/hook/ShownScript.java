package dev.convoy.activation.hook;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A script as it may be shown: what looks like a secret that stands in it is replaced by {@code …}. Variables stay what they
 * are, since their values are not in it.
 */
public final class ShownScript {
    private static final String SECRET =
            "(?:password|passwd|passphrase|secret|token|api[_-]?key)(?![\\w-]*(?:file|path))[\\w-]*";
    private static final String VALUE = "(?![\"']?[$`])(?:\"[^\"]*\"|'[^']*'|[^\\s\"';&|]+)";

    /** What is kept is the first group. */
    private static final List<Pattern> SECRETS = List.of(
            pattern("(://)[^/@\\s\"'$]+(?=@)"),
            pattern("(" + SECRET + "=)" + VALUE),
            pattern("(--?(?:[\\w-]*-)?" + SECRET + "\\s+)" + VALUE),
            pattern("(authorization:\\s*(?:(?:basic|bearer|token)\\s+)?)(?!\\$|(?:basic|bearer|token)\\s)[^\\s\"']+"));

    private ShownScript() {}

    public static String of(String script) {
        String shown = script;
        for (Pattern secret : SECRETS) {
            shown = secret.matcher(shown).replaceAll("$1…");
        }
        return shown;
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    }
}
