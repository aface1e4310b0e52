package dev.convoy.cli.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** As much of JSON Schema as our schema uses; it refuses keywords that it does not know. */
final class SchemaCheck {
    private static final Set<String> ANNOTATIONS = Set.of("$schema", "$defs", "title", "description");

    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with it; empty when it is valid. */
    List<String> problems(JsonNode value) {
        return problems(root, value, "$");
    }

    private List<String> problems(JsonNode schema, JsonNode value, String at) {
        var found = new ArrayList<String>();
        if (schema.isBoolean()) {
            return schema.booleanValue() ? found : List.of(at + " is not allowed");
        }
        schema.properties().forEach(rule -> found.addAll(problems(schema, rule.getKey(), rule.getValue(), value, at)));
        return found;
    }

    private List<String> problems(JsonNode schema, String keyword, JsonNode rule, JsonNode value, String at) {
        return switch (keyword) {
            case "type" -> unless(hasType(value, rule.stringValue()), at + " is not of type " + rule);
            case "const" -> unless(value.equals(rule), at + " is not " + rule);
            case "enum" -> unless(rule.valueStream().anyMatch(value::equals), at + " is none of " + rule);
            case "minimum" ->
                unless(!value.isNumber() || value.longValue() >= rule.longValue(), at + " is below " + rule);
            case "pattern" ->
                unless(
                        !value.isString()
                                || Pattern.compile(rule.stringValue())
                                        .matcher(value.stringValue())
                                        .find(),
                        at + " does not match " + rule);
            case "required" ->
                rule.valueStream()
                        .filter(name -> !value.has(name.stringValue()))
                        .map(name -> at + " lacks " + name)
                        .toList();
            case "properties" ->
                rule.propertyStream()
                        .filter(property -> value.has(property.getKey()))
                        .flatMap(
                                property -> problems(
                                        property.getValue(), value.get(property.getKey()), at + "." + property.getKey())
                                        .stream())
                        .toList();
            case "additionalProperties" ->
                value.propertyNames().stream()
                        .filter(name -> !schema.get("properties").has(name))
                        .flatMap(name -> problems(rule, value.get(name), at + "." + name).stream())
                        .toList();
            case "items" ->
                value.valueStream()
                        .flatMap(item -> problems(rule, item, at + "[]").stream())
                        .toList();
            case "$ref" ->
                problems(root.get("$defs").get(rule.stringValue().substring("#/$defs/".length())), value, at);
            case "oneOf" -> {
                long valid = rule.valueStream()
                        .filter(choice -> problems(choice, value, at).isEmpty())
                        .count();
                yield unless(valid == 1, at + " fits " + valid + " choices: " + value);
            }
            default -> unless(ANNOTATIONS.contains(keyword), "unknown keyword " + keyword);
        };
    }

    private static boolean hasType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static List<String> unless(boolean fine, String problem) {
        return fine ? List.of() : List.of(problem);
    }
}
