package dev.convoy.transfer.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A ProxyJump value, {@code [user@]host[:port]} or {@code ssh://…}, separated by commas; the first is nearest to us. */
public final class JumpList {
    private JumpList() {}

    /**
     * The last hop, as a target of its own. Hops before it become its {@code -J}, exactly as OpenSSH starts itself again for
     * a jump; of the target's own options only the choice of configuration file reaches the hops.
     *
     * @throws IllegalArgumentException where the value is not a list of hops
     */
    public static SshTarget lastHop(String list, List<String> targetOptions) {
        int comma = list.lastIndexOf(',');
        List<String> options = new ArrayList<>(configurationFile(targetOptions));
        if (comma >= 0) {
            options.add("-J");
            options.add(list.substring(0, comma));
        }
        return hop(list.substring(comma + 1).strip(), options);
    }

    private static SshTarget hop(String text, List<String> options) {
        String rest = text.startsWith("ssh://") ? text.substring("ssh://".length()) : text;
        int at = rest.lastIndexOf('@');
        Optional<String> user = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
        String place = rest.substring(at + 1);
        int colon = place.lastIndexOf(':');
        boolean bare = colon < 0 || place.endsWith("]") || (!place.startsWith("[") && place.indexOf(':') != colon);
        String host = bare ? place : place.substring(0, colon);
        OptionalInt port = bare ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(place.substring(colon + 1)));
        String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new SshTarget(address, port, user, options, List.of());
    }

    private static List<String> configurationFile(List<String> options) {
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("-F") && i + 1 < options.size()) {
                return List.of("-F", options.get(i + 1));
            }
            if (option.startsWith("-F") && option.length() > 2) {
                return List.of(option);
            }
        }
        return List.of();
    }
}
