package dev.convoy.evaluator;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a flake says without any host being evaluated: its hosts' names, and its {@code convoy} output.
 *
 * @param convoy as fleet.nix prints it; empty where the flake has no such output
 */
record FleetOutline(SortedSet<HostName> names, JsonNode convoy) {
    private static final List<String> KEYS = List.of("hosts");

    FleetOutline {
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /**
     * @param attributes the JSON array of the names under {@code nixosConfigurations}
     * @throws EvaluationException if there are none, or the convoy output does not fit
     */
    static FleetOutline of(JsonNode attributes, JsonNode convoy) {
        SortedSet<HostName> names = new TreeSet<>();
        for (JsonNode attribute : attributes) {
            names.add(name(attribute.asString()));
        }
        if (names.isEmpty()) {
            throw noHosts("nixosConfigurations is empty");
        }
        FleetOutline outline = new FleetOutline(names, convoy);
        outline.check();
        return outline;
    }

    static EvaluationException noHosts(String message) {
        return new EvaluationException(Fault.NO_HOSTS.failure("looking for hosts", message));
    }

    /** The facts of one host in the convoy output; a missing node if there are none. */
    JsonNode facts(HostName host) {
        return convoy.path("hosts").path(host.value());
    }

    JsonNode toJson() {
        ObjectNode all = JsonMapper.shared().createObjectNode();
        names.forEach(name -> all.withArray("names").add(name.value()));
        all.set("convoy", convoy);
        return all;
    }

    private static HostName name(String attribute) {
        try {
            return new HostName(attribute);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(Fault.FAILED.failure(
                    "listing nixosConfigurations",
                    "\"" + attribute + "\" cannot be the name of a host",
                    List.of("rename the attribute: a host's name has no slash and no control character")));
        }
    }

    private void check() {
        if (convoy.has("wrong")) {
            throw wrongOutput("expected a set", List.of());
        }
        for (JsonNode key : convoy.path("keys")) {
            if (!KEYS.contains(key.asString())) {
                throw wrongOutput(
                        "\"" + key.asString() + "\" is no key that convoy knows", meant(key.asString(), KEYS));
            }
        }
        Iterator<String> hosts = convoy.path("hosts").propertyNames().iterator();
        while (hosts.hasNext()) {
            String host = hosts.next();
            List<String> known = names.stream().map(HostName::value).toList();
            if (!known.contains(host)) {
                throw wrongOutput("hosts.\"" + host + "\" is not among nixosConfigurations", meant(host, known));
            }
        }
    }

    private static List<String> meant(String slip, List<String> known) {
        return NearestName.of(slip, known).map(name -> "did you mean " + name + "?").stream()
                .toList();
    }

    private static EvaluationException wrongOutput(String message, List<String> hints) {
        return new EvaluationException(
                Fault.CONVOY_OUTPUT.failure("reading the flake's convoy output", message, hints));
    }
}
