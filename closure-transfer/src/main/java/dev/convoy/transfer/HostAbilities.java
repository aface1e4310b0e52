package dev.convoy.transfer;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host can do for a transfer, as it says itself when the control session begins.
 *
 * @param running the system that it runs
 */
record HostAbilities(int cores, boolean zstd, boolean gzip, Optional<StorePath> running) {
    /** Of a host that does not say. */
    static final HostAbilities UNKNOWN = new HostAbilities(1, false, false);

    private static final Pattern LINE =
            Pattern.compile("convoy-host cores=([0-9]{1,4}) zstd=(yes|no) gzip=(yes|no)(?: system=(\\S+))?");

    HostAbilities(int cores, boolean zstd, boolean gzip) {
        this(cores, zstd, gzip, Optional.empty());
    }

    static Optional<HostAbilities> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new HostAbilities(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(2).equals("yes"),
                        matcher.group(3).equals("yes"),
                        Optional.ofNullable(matcher.group(4)).flatMap(HostAbilities::path)))
                : Optional.empty();
    }

    private static Optional<StorePath> path(String text) {
        try {
            return Optional.of(StorePath.parse(text));
        } catch (NixFormatException e) {
            return Optional.empty();
        }
    }
}
