package dev.convoy.evaluator;

/** A flake reference as the operator wrote it, such as {@code .}, {@code /etc/fleet}, {@code github:owner/fleet}. No {@code #fragment}. */
public record FlakeRef(String text) {
    public FlakeRef {
        if (text.isBlank() || text.contains("#") || text.startsWith("-")) {
            throw new IllegalArgumentException("not a flake reference: \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
