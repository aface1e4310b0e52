package dev.convoy.cli.run.frame;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;

/** How many hosts may be in each part of the work at once. */
public record Limits(Limit connections, Limit transfers, Limit activations, Limit restarts) {
    static Limits of(Settings settings) {
        return new Limits(
                limit(settings, Setting.CONNECTIONS),
                limit(settings, Setting.TRANSFERS),
                limit(settings, Setting.ACTIVATIONS),
                new Limit(settings.count(Setting.REBOOTS).orElse(1), "a slot of " + Setting.REBOOTS.flag()));
    }

    private static Limit limit(Settings settings, Setting setting) {
        String flag = settings.count(setting).isPresent() ? setting.flag() : Setting.PARALLEL.flag();
        return new Limit(settings.count(setting, Setting.PARALLEL), "a slot of " + flag);
    }
}
