package dev.convoy.cli.config;

import dev.convoy.cli.usage.UsageException;

/** A setting's text, checked, and where it came from. */
public record Value(String text, Origin origin) {
    /** @throws UsageException if the setting cannot have this text */
    static Value checked(Setting setting, String text, Origin origin) {
        setting.kind().requirement(text).ifPresent(requirement -> {
            throw new UsageException(
                    origin.describe() + ": " + setting.key() + " must be " + requirement + ", not \"" + text + "\"");
        });
        return new Value(text, origin);
    }
}
