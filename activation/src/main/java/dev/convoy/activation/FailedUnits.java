package dev.convoy.activation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Units as switch-to-configuration names them when it ends with exit status 4. */
final class FailedUnits {
    private static final Pattern NAMED = Pattern.compile("the following units failed: (.+)");

    private FailedUnits() {}

    static List<String> namedIn(String logLine) {
        Matcher matcher = NAMED.matcher(logLine);
        return matcher.find() ? List.of(matcher.group(1).strip().split(",\\s*")) : List.of();
    }
}
