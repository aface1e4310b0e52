package dev.convoy.cli.select;

import java.util.regex.Pattern;

/** Shell patterns for host names: {@code *} for any run of characters, {@code ?} for one; everything else is itself. */
final class GlobPattern {
    private GlobPattern() {}

    static boolean isGlob(String word) {
        return word.indexOf('*') >= 0 || word.indexOf('?') >= 0;
    }

    static boolean matches(String pattern, String name) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
