package dev.convoy.evaluator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an evaluator's standard error: answers, which are trace lines with a marker that no configuration can guess, and
 * between them what Nix and the configuration have to say.
 */
final class AnswerReader {
    /** Enough for any trace that a person would read. */
    private static final int MOST_ERROR_CHARACTERS = 1 << 20;

    private final String marker;
    private final BiConsumer<String, JsonNode> answers;
    private final Consumer<String> messages;
    private final StringBuilder error = new StringBuilder();
    private Optional<String> current = Optional.empty();

    /** @param answers gets a host's name and the answer about it */
    AnswerReader(String marker, BiConsumer<String, JsonNode> answers, Consumer<String> messages) {
        this.marker = marker;
        this.answers = answers;
        this.messages = messages;
    }

    /** Reads to the end. */
    void read(InputStream stderr) {
        var lines = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                line(line);
            }
        } catch (IOException e) {
            // The process was ended; what it had to say is known up to here.
            return;
        }
    }

    /** The host that was begun and not answered: where the evaluation is, or ended. */
    Optional<String> current() {
        return current;
    }

    /** What Nix printed from the first line that looks like an error on. */
    String error() {
        return error.toString();
    }

    private void line(String line) {
        // As a trace only: a shown piece of the expression holds the marker too.
        int at = line.indexOf("trace: " + marker);
        if (at >= 0) {
            notAnErrorAfterAll();
            event(line.substring(at + "trace: ".length() + marker.length()));
        } else if (!error.isEmpty() || line.startsWith("error:")) {
            if (error.length() < MOST_ERROR_CHARACTERS) {
                error.append(line).append('\n');
            }
        } else {
            message(line);
        }
    }

    /** The evaluation went on, so a configuration's own trace only looked like an error. */
    private void notAnErrorAfterAll() {
        error.toString().lines().forEach(this::message);
        error.setLength(0);
    }

    private void message(String line) {
        String bare = NixMessage.stripAnsi(line).strip();
        if (!bare.isEmpty()) {
            messages.accept(bare.startsWith("trace: ") ? bare.substring("trace: ".length()) : bare);
        }
    }

    private void event(String json) {
        try {
            JsonNode event = JsonMapper.shared().readTree(json);
            if (event.has("begin")) {
                current = Optional.of(event.path("begin").asString());
            } else {
                current = Optional.empty();
                answers.accept(event.path("host").asString(), event);
            }
        } catch (JacksonException e) {
            // Two processes of one build may write into one line; the host then counts as not answered.
            messages.accept("unreadable answer from the evaluator: " + e.getOriginalMessage());
        }
    }
}
