package dev.convoy.cli.run.host;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;

/** Whether a deployment may restart hosts. */
public enum RebootPolicy {
    NEVER,
    /** Those whose new system cannot be switched to live, or whose kernel is another one than they run. */
    IF_NEEDED,
    ALWAYS;

    static RebootPolicy of(Settings settings) {
        return switch (settings.value(Setting.REBOOT).text()) {
            case "always" -> ALWAYS;
            case "if-needed" -> IF_NEEDED;
            default -> NEVER;
        };
    }
}
