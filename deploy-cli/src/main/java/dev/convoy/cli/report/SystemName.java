package dev.convoy.cli.report;

import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.regex.Pattern;

/** Short names for systems: what tells one of a host's toplevels from another. */
public final class SystemName {
    /** Versions of a system often stay the same from one revision to the next; the hash never does. */
    private static final int HASH = 7;

    private static final Pattern HASHES = Pattern.compile(" \\([0-9a-z]{" + HASH + "}\\)");

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

    /** The same for hosts that run the same version, each of course under a hash of its own. */
    static String withoutHashes(String text) {
        return HASHES.matcher(text).replaceAll("");
    }
}
