package dev.convoy.activation.health;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One thing to look at. */
public sealed interface Probe {
    /** These units are active. */
    record ActiveUnits(List<String> units) implements Probe {
        public ActiveUnits {
            units = List.copyOf(units);
        }
    }

    /** No unit is failed except these, whose failure is known or does not matter. */
    record NoNewFailure(SortedSet<String> known) implements Probe {
        public NoNewFailure {
            known = new TreeSet<>(known);
        }

        public static NoNewFailure except(Set<String> failedBefore, Set<String> ignored) {
            var known = new TreeSet<>(failedBefore);
            known.addAll(ignored);
            return new NoNewFailure(known);
        }
    }

    /** A connection can be opened from here. */
    record Tcp(String address, int port) implements Probe {}

    /**
     * A request from here is answered as wished. Redirections are not followed.
     *
     * @param body must be found in the answer's body
     */
    record Http(URI uri, int status, Optional<Pattern> body) implements Probe {}

    /** A shell script ends with 0 on the host, as root. */
    record OnHost(String script) implements Probe {}

    /** A shell script ends with 0 here, with these variables. */
    record Here(String script, Map<String, String> environment) implements Probe {
        public Here {
            environment = Map.copyOf(environment);
        }
    }
}
