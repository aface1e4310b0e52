package dev.convoy.evaluator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nix --version} says.
 *
 * @param text the whole line, which names the vendor too
 */
record NixVersion(int major, int minor, String text) {
    /** The vendor's own version may stand in the parentheses (Determinate Nix), so the last number counts. */
    private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)\\S*$");

    static NixVersion parse(String line) {
        Matcher number = NUMBER.matcher(line.strip());
        if (!number.find()) {
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(
                    "asking Nix for its version", "nix --version printed \"" + line.strip() + "\""));
        }
        return new NixVersion(Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)), line.strip());
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
