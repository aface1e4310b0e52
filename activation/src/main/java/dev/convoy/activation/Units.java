package dev.convoy.activation;

import dev.convoy.store.machine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A host's units, as they are now.
 *
 * @param systemd without it there are none
 * @param newlyFailed those that had not failed before, with the last lines of their journals
 * @param states of the units that were asked for, such as {@code active} or {@code activating}
 */
public record Units(boolean systemd, List<FailedUnit> newlyFailed, Map<String, String> states) {
    public Units {
        newlyFailed = List.copyOf(newlyFailed);
        states = Collections.unmodifiableMap(new TreeMap<>(states));
    }

    /**
     * Needs root, for the journals.
     *
     * @param failedBefore units whose failure is known
     * @throws ActivationException if the host cannot be read
     */
    public static Units read(Machine machine, Set<String> failedBefore, Collection<String> expected, Duration limit)
            throws InterruptedException {
        var known = new StringBuilder();
        new TreeSet<>(failedBefore).forEach(unit -> known.append(unit).append(' '));
        List<String> arguments = new ArrayList<>(List.of(known.toString()));
        arguments.addAll(expected);
        var command = HostScript.UNITS
                .command(arguments.toArray(String[]::new))
                .asRoot()
                .within(limit);
        HostAnswer answer = HostQuestion.ask(machine, command, "units");
        return new Units(
                answer.text("systemd").isPresent(),
                answer.all("failed_unit").stream()
                        .filter(unit -> !failedBefore.contains(unit))
                        .map(unit -> new FailedUnit(unit, answer.parts("journal", unit)))
                        .toList(),
                states(answer));
    }

    private static Map<String, String> states(HostAnswer answer) {
        Map<String, String> states = new TreeMap<>();
        for (String line : answer.all("unit")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                states.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return states;
    }
}
