package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code nix-store --realise --dry-run} prints, whose words are the same from 2.8 to 2.34. */
final class DryRunOutput {
    /** "these 2 paths will be fetched (0.15 MiB download, 0.62 MiB unpacked):" */
    private static final Pattern SIZES =
            Pattern.compile("\\(([0-9.]+) ([KMGT]?)i?B download, ([0-9.]+) ([KMGT]?)i?B unpacked\\)");

    private static final Pattern PATH = Pattern.compile("^\\s+(/nix/store/\\S+)$");

    private DryRunOutput() {}

    static MissingBuilds parse(String printed) {
        List<StorePath> toBuild = new ArrayList<>();
        List<StorePath> toFetch = new ArrayList<>();
        // Paths that Nix does not know how to get, and paths it prints on the way, belong to neither list.
        List<StorePath> section = new ArrayList<>();
        long download = 0;
        long unpacked = 0;
        for (String line : NixMessage.stripAnsi(printed).lines().toList()) {
            Matcher path = PATH.matcher(line);
            if (path.matches()) {
                section.add(StorePath.parse(path.group(1)));
                continue;
            }
            section = line.contains("will be built")
                    ? toBuild
                    : line.contains("will be fetched") ? toFetch : new ArrayList<>();
            Matcher sizes = SIZES.matcher(line);
            if (sizes.find()) {
                download = bytes(sizes.group(1), sizes.group(2));
                unpacked = bytes(sizes.group(3), sizes.group(4));
            }
        }
        return new MissingBuilds(toBuild, toFetch, download, unpacked);
    }

    private static long bytes(String number, String prefix) {
        int power = prefix.isEmpty() ? 0 : "KMGT".indexOf(prefix) + 1;
        return Math.round(Double.parseDouble(number) * Math.pow(1024, power));
    }
}
