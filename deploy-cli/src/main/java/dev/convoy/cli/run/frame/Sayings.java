package dev.convoy.cli.run.frame;

import dev.convoy.cli.config.Origin;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Value;
import dev.convoy.cli.journal.Said;
import dev.convoy.cli.run.Session;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the operator said when a run was begun, for whoever goes on with it: files are read again, but flags are gone by then. */
public final class Sayings {
    private Sayings() {}

    public static Said of(Session session) {
        Map<String, String> given = new TreeMap<>();
        session.settings().values().forEach((setting, value) -> {
            if (isGiven(value) && matters(setting)) {
                given.put(setting.key(), value.text());
            }
        });
        return new Said(
                session.surroundings().directory().toString(),
                given,
                session.settings().files().stream().map(Path::toString).toList());
    }

    public static boolean isGiven(Value value) {
        return switch (value.origin()) {
            case Origin.Flag _, Origin.Variable _ -> true;
            case Origin.BuiltIn _, Origin.Line _ -> false;
        };
    }

    /** Nothing is evaluated again; and options of Nix can be secrets. */
    private static boolean matters(Setting setting) {
        return switch (setting.group()) {
            case CONNECTION, OFFLINE, BUILD_SITE, BUILD, TRANSFER, ACTIVATION, REBOOTS, REBOOT, ROLLOUT, WINDOWS ->
                true;
            case EVALUATION -> setting == Setting.FLAKE;
            case CONFIRMATION, OUTPUT -> false;
        };
    }
}
