package dev.convoy.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host can do for a transfer, as it says itself when the control session begins. */
record HostAbilities(int cores, boolean zstd, boolean gzip) {
    /** Of a host that does not say. */
    static final HostAbilities UNKNOWN = new HostAbilities(1, false, false);

    private static final Pattern LINE = Pattern.compile("convoy-host cores=([0-9]{1,4}) zstd=(yes|no) gzip=(yes|no)");

    static Optional<HostAbilities> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new HostAbilities(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(2).equals("yes"),
                        matcher.group(3).equals("yes")))
                : Optional.empty();
    }
}
