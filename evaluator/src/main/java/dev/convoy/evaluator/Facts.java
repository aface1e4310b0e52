package dev.convoy.evaluator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One host's facts as the flake says them, once in the host's configuration and once in the {@code convoy} output. Of a
 * key that both have, the host's own configuration wins: it is the more particular of the two.
 */
final class Facts {
    /** colmena's names, and {@code transfer}; the same list as in fleet.nix. */
    static final List<String> KEYS = List.of(
            "targetHost",
            "targetPort",
            "targetUser",
            "sshOptions",
            "tags",
            "buildOnTarget",
            "allowLocalDeployment",
            "privilegeEscalationCommand",
            "substituteOnDestination",
            "transfer");

    private final String host;
    private final JsonNode own;
    private final JsonNode fleetwide;

    private Facts(String host, JsonNode own, JsonNode fleetwide) {
        this.host = host;
        this.own = own.path("facts");
        this.fleetwide = fleetwide.path("facts");
    }

    /**
     * Both arguments are what fleet.nix makes of a set of facts; a missing node means nothing was said.
     *
     * @throws EvaluationException if a key is unknown or a value has the wrong type
     */
    static DeploymentFacts read(HostName host, JsonNode own, JsonNode fleetwide) {
        check(inConfiguration(host.value()), own);
        check(inOutput(host.value()), fleetwide);
        return new Facts(host.value(), own, fleetwide).read();
    }

    private static String inConfiguration(String host) {
        return "nixosConfigurations." + quoted(host) + ".config.deployment";
    }

    private static String inOutput(String host) {
        return "convoy.hosts." + quoted(host);
    }

    private static String quoted(String attribute) {
        return attribute.matches("[A-Za-z_][A-Za-z0-9_'-]*") ? attribute : "\"" + attribute + "\"";
    }

    private static void check(String place, JsonNode said) {
        if (said.has("wrong")) {
            throw wrongType(place, "a set", said.path("wrong"));
        }
        for (JsonNode key : said.path("unknown")) {
            throw unknownKey(place, key.asString());
        }
    }

    private static EvaluationException unknownKey(String place, String key) {
        List<String> nearest = NearestName.of(key, KEYS).map(known -> "did you mean " + known + "?").stream()
                .toList();
        return new EvaluationException(
                Fault.FACT_UNKNOWN.failure("reading " + place, "\"" + key + "\" is no key that convoy knows", nearest));
    }

    private DeploymentFacts read() {
        Optional<JsonNode> target = said("targetHost");
        return new DeploymentFacts(
                target.filter(node -> !node.isNull()).map(this::addresses).orElse(List.of()),
                target.map(JsonNode::isNull).orElse(false),
                value("targetPort", this::port).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                value("targetUser", node -> text("targetUser", node)),
                value("sshOptions", node -> texts("sshOptions", node)),
                tags(),
                value("buildOnTarget", node -> flag("buildOnTarget", node)),
                value("allowLocalDeployment", node -> flag("allowLocalDeployment", node)),
                value("privilegeEscalationCommand", node -> texts("privilegeEscalationCommand", node)),
                value("substituteOnDestination", node -> flag("substituteOnDestination", node)),
                value("transfer", this::way));
    }

    private SortedSet<String> tags() {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(value("tags", node -> texts("tags", node)).orElse(List.of())));
    }

    private Optional<JsonNode> said(String key) {
        if (own.has(key)) {
            return Optional.of(own.path(key));
        }
        return fleetwide.has(key) ? Optional.of(fleetwide.path(key)) : Optional.empty();
    }

    /** {@code null} leaves the matter to the next one who has an opinion, such as the SSH configuration. */
    private <T> Optional<T> value(String key, Function<JsonNode, T> type) {
        return said(key).filter(node -> !node.isNull()).map(type);
    }

    private String text(String key, JsonNode node) {
        if (!node.isString() || node.stringValue().isBlank()) {
            throw wrong(key, "a string", node);
        }
        return node.stringValue();
    }

    /** One, or a list of them; a list that names none would be a slip. */
    private List<String> addresses(JsonNode node) {
        boolean some = node.isArray() && !node.isEmpty();
        boolean named = some
                && node.valueStream()
                        .allMatch(one -> one.isString() && !one.stringValue().isBlank());
        if (node.isArray() && !named) {
            throw wrong("targetHost", "a string, or a list of them that is not empty", node);
        }
        return named ? texts("targetHost", node).stream().distinct().toList() : List.of(text("targetHost", node));
    }

    private int port(JsonNode node) {
        if (!node.isIntegralNumber() || node.asLong() < 1 || node.asLong() > 65535) {
            throw wrong("targetPort", "a port number from 1 to 65535", node);
        }
        return node.asInt();
    }

    private boolean flag(String key, JsonNode node) {
        if (!node.isBoolean()) {
            throw wrong(key, "true or false", node);
        }
        return node.booleanValue();
    }

    private TransferWay way(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isString)
                .flatMap(word -> TransferWay.parse(word.stringValue()))
                .orElseThrow(() -> wrong("transfer", String.join(" or ", TransferWay.words()), node));
    }

    private List<String> texts(String key, JsonNode node) {
        List<String> all = new ArrayList<>();
        for (JsonNode one : node) {
            if (!one.isString()) {
                throw wrong(key, "a list of strings", node);
            }
            all.add(one.stringValue());
        }
        if (!node.isArray()) {
            throw wrong(key, "a list of strings", node);
        }
        return all;
    }

    private EvaluationException wrong(String key, String wanted, JsonNode found) {
        return wrongType((own.has(key) ? inConfiguration(host) : inOutput(host)) + "." + key, wanted, found);
    }

    private static EvaluationException wrongType(String place, String wanted, JsonNode found) {
        String shown = found.has("is") ? found.path("is").asString() : found.toString();
        return new EvaluationException(
                Fault.FACT_TYPE.failure("reading " + place, "expected " + wanted + ", found " + shown));
    }
}
