package dev.convoy.cli.report;

import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;

/** Short names for systems: what tells one of a host's toplevels from another. */
public final class SystemName {
    /** Versions of a system often stay the same from one revision to the next; the hash never does. */
    private static final int HASH = 7;

    private SystemName() {}

    /** Such as {@code 25.05.20250601.a4ff0e3 (k3v1abc)} for {@code k3v1abc…-nixos-system-web1-25.05.20250601.a4ff0e3}. */
    public static String of(StorePath toplevel, HostName host) {
        String name = toplevel.name();
        for (String prefix : new String[] {"nixos-system-" + host.value() + "-", "darwin-system-", "home-manager-"}) {
            if (name.startsWith(prefix)) {
                name = name.substring(prefix.length());
            }
        }
        return name + " (" + toplevel.hashPart().substring(0, HASH) + ")";
    }
}
