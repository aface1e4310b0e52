package dev.convoy.cli.config;

import dev.convoy.cli.event.Printable;
import dev.convoy.cli.usage.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads a YAML file into nodes with line numbers. Duplicate keys are an error; Jackson's default keeps the last one. */
final class YamlReader {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;

    private YamlReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The file's one mapping; an empty file is an empty mapping. */
    static YamlNode.Mapping read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(file + ": cannot be read: " + e.getMessage());
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            var reader = new YamlReader(parser);
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return new YamlNode.Mapping(new LinkedHashMap<>(), 1);
            }
            if (!(reader.node(first) instanceof YamlNode.Mapping mapping)) {
                throw new UsageException(file + ":1: expected settings as key: value");
            }
            if (parser.nextToken() != null) {
                throw new UsageException(file + ":" + reader.line() + ": expected one document, found another");
            }
            return mapping;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new UsageException(file + ":" + line + ": " + Printable.line(firstLine(e.getOriginalMessage())));
        }
    }

    private YamlNode node(JsonToken token) {
        int line = line();
        return switch (token) {
            case START_OBJECT -> mapping(line);
            case START_ARRAY -> items(line);
            case VALUE_NULL -> new YamlNode.Scalar("", line);
            default -> new YamlNode.Scalar(parser.getString(), line);
        };
    }

    private YamlNode.Mapping mapping(int line) {
        var entries = new LinkedHashMap<String, YamlNode.Entry>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_OBJECT; t = parser.nextToken()) {
            String key = parser.currentName();
            int keyLine = line();
            entries.put(key, new YamlNode.Entry(keyLine, node(parser.nextToken())));
        }
        return new YamlNode.Mapping(entries, line);
    }

    private YamlNode.Items items(int line) {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
            items.add(node(t));
        }
        return new YamlNode.Items(List.copyOf(items), line);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("not YAML");
    }
}
