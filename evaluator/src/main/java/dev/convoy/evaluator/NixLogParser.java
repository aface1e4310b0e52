package dev.convoy.evaluator;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One line of {@code --log-format internal-json} at a time. Newer versions send tens of thousands of them for one big copy
 * (2.26 and 2.34: one for every 64 KiB), so nothing is built up but the fields that count.
 */
final class NixLogParser {
    private static final String PREFIX = "@nix ";
    private static final JsonFactory JSON = new JsonFactory();

    private static final int RESULT_LOG_LINE = 101;
    private static final int RESULT_PROGRESS = 105;
    private static final int RESULT_EXPECTED = 106;
    private static final int RESULT_POST_BUILD_LINE = 107;

    private String action = "";
    private long id;
    private int type;
    private int level;
    private String message = "";
    private List<Object> fields = List.of();

    NixLogEvent parse(String line) {
        if (!line.startsWith(PREFIX)) {
            return new NixLogEvent.Plain(NixMessage.stripAnsi(line));
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line.substring(PREFIX.length()))) {
            read(json);
            return event();
        } catch (JacksonException e) {
            return new NixLogEvent.Plain(NixMessage.stripAnsi(line));
        }
    }

    private void read(JsonParser json) {
        action = "";
        id = 0;
        type = 0;
        level = 0;
        message = "";
        fields = List.of();
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "action" -> action = json.getString();
                case "id" -> id = json.getLongValue();
                case "type" -> type = json.getIntValue();
                case "level" -> level = json.getIntValue();
                case "msg" -> message = json.getString();
                case "fields" -> fields = fields(json);
                default -> {
                    if (value.isStructStart()) {
                        json.skipChildren();
                    }
                }
            }
        }
    }

    private static List<Object> fields(JsonParser json) {
        List<Object> all = new ArrayList<>(4);
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = json.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                all.add(json.getLongValue());
            } else {
                all.add(json.getString());
                json.skipChildren();
            }
        }
        return all;
    }

    private NixLogEvent event() {
        return switch (action) {
            case "start" -> new NixLogEvent.Start(id, type, NixLogEvent.text(fields, 0));
            case "stop" -> new NixLogEvent.Stop(id);
            case "msg" -> new NixLogEvent.Message(level, NixMessage.stripAnsi(message));
            case "result" -> result();
            default -> new NixLogEvent.Other();
        };
    }

    private NixLogEvent result() {
        return switch (type) {
            case RESULT_LOG_LINE, RESULT_POST_BUILD_LINE ->
                new NixLogEvent.LogLine(id, NixMessage.stripAnsi(NixLogEvent.text(fields, 0)));
            case RESULT_PROGRESS ->
                new NixLogEvent.Progress(
                        id,
                        NixLogEvent.number(fields, 0),
                        NixLogEvent.number(fields, 1),
                        NixLogEvent.number(fields, 2),
                        NixLogEvent.number(fields, 3));
            case RESULT_EXPECTED ->
                new NixLogEvent.Expected(id, (int) NixLogEvent.number(fields, 0), NixLogEvent.number(fields, 1));
            default -> new NixLogEvent.Other();
        };
    }
}
