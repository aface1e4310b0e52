package dev.convoy.cli.run;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON for results that are read as a whole. Takes maps, lists and plain values: domain types are never serialised as they are. */
public final class Json {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writer();

    private Json() {}

    /** With a line end. */
    public static String text(Object value) {
        return WRITER.writeValueAsString(value) + "\n";
    }
}
