package dev.convoy.cli.report;

import dev.convoy.evaluator.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of many hosts in few words: {@code db1, web001 to web150}. */
public final class HostNames {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})");

    /** Two in a row are shorter as they are. */
    private static final int SHORTEST_RANGE = 3;

    private HostNames() {}

    /** In the given order; neighbours that count up become a range. */
    public static List<String> of(List<HostName> hosts) {
        var words = new ArrayList<String>();
        int i = 0;
        while (i < hosts.size()) {
            int end = i + 1;
            while (end < hosts.size()
                    && follows(hosts.get(end - 1).value(), hosts.get(end).value())) {
                end++;
            }
            if (end - i >= SHORTEST_RANGE) {
                words.add(hosts.get(i) + " to " + hosts.get(end - 1));
            } else {
                hosts.subList(i, end).forEach(host -> words.add(host.value()));
            }
            i = end;
        }
        return words;
    }

    private static boolean follows(String one, String next) {
        Matcher a = NUMBERED.matcher(one);
        Matcher b = NUMBERED.matcher(next);
        return a.matches()
                && b.matches()
                && a.group(1).equals(b.group(1))
                && Integer.parseInt(b.group(2)) == Integer.parseInt(a.group(2)) + 1;
    }
}
