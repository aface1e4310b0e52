package dev.convoy.activation.hook;

import java.time.Duration;
import java.util.Locale;

/**
 * A command of the operator's.
 *
 * @param name for reports, such as {@code drain}
 * @param script for the shell
 */
public record Hook(String name, Moment moment, Stage stage, Site site, String script, Duration timeout) {
    /** Such as {@code before activation (drain, here)}. */
    public String describe() {
        String where = switch (site) {
            case HERE -> "here";
            case ON_HOST -> "on the host";
        };
        return moment.word() + " " + stage.word() + " (" + name + ", " + where + ")";
    }

    /** On which side of a stage. */
    public enum Moment {
        BEFORE,
        AFTER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a host goes through. */
    public enum Stage {
        BUILD,
        COPY,
        ACTIVATION,
        REBOOT;

        /** As in the configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** On which machine. */
    public enum Site {
        /** The one that convoy runs on, as the operator. */
        HERE,
        /** The host, as root. */
        ON_HOST
    }
}
