package dev.convoy.evaluator;

import dev.convoy.store.Packaged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** fleet.nix, and how it is called. What varies goes in as JSON within a Nix string, so no name can become code. */
final class FleetExpression {
    private static final String TEXT = Packaged.text(FleetExpression.class, "fleet.nix");

    private FleetExpression() {}

    /** Changes whenever what is asked of a flake changes. */
    static String fingerprint() {
        return FlakeMetadata.sha256(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    static String names() {
        return "builtins.attrNames";
    }

    static String convoyOutput() {
        return "(" + TEXT + ").convoy";
    }

    static String hosts(String marker, List<HostWork> work) {
        ArrayNode hosts = JsonMapper.shared().createArrayNode();
        work.forEach(one -> hosts.add(json(one)));
        return "(" + TEXT + ").hosts { marker = " + literal(marker) + "; hosts = builtins.fromJSON "
                + literal(hosts.toString()) + "; }";
    }

    private static ObjectNode json(HostWork work) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("name", work.host().value());
        node.set("condition", json(work.condition()));
        ArrayNode tags = node.putArray("tags");
        work.fleetwideTags().forEach(tags::add);
        return node;
    }

    private static JsonNode json(TagCondition condition) {
        return switch (condition) {
            case TagCondition.Always() -> JsonMapper.shared().getNodeFactory().booleanNode(true);
            case TagCondition.Never() -> JsonMapper.shared().getNodeFactory().booleanNode(false);
            case TagCondition.HasTag(String tag) ->
                JsonMapper.shared().createObjectNode().put("tag", tag);
            case TagCondition.AllOf(List<TagCondition> all) -> list("all", all);
            case TagCondition.AnyOf(List<TagCondition> any) -> list("any", any);
            case TagCondition.Not(TagCondition not) -> {
                ObjectNode node = JsonMapper.shared().createObjectNode();
                node.set("not", json(not));
                yield node;
            }
        };
    }

    private static JsonNode list(String name, List<TagCondition> conditions) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        ArrayNode list = node.putArray(name);
        conditions.forEach(one -> list.add(json(one)));
        return node;
    }

    /** Nix's double-quoted string. JSON has no raw control characters, so these three are all there is to escape. */
    private static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
    }
}
