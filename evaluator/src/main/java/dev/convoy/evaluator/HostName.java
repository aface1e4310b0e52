package dev.convoy.evaluator;

/** A host's name: its attribute under {@code nixosConfigurations}. Any non-empty text without control characters or slashes. */
public record HostName(String value) implements Comparable<HostName> {
    public HostName {
        if (value.isEmpty() || value.length() > 255 || value.chars().anyMatch(c -> c < ' ' || c == 127 || c == '/')) {
            throw new IllegalArgumentException("not a host name: \"" + value + "\"");
        }
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
