package dev.convoy.evaluator;

import java.util.List;

/** What of Nix's internal-json log matters here. Numbers of types are those of nix's logging.hh. */
sealed interface NixLogEvent {
    /** Types of activities. */
    int COPY_PATH = 100;

    int DOWNLOAD = 101;
    int REALISE = 102;
    int COPY_PATHS = 103;
    int BUILDS = 104;
    int BUILD = 105;
    int SUBSTITUTE = 108;

    /** @param subject the derivation or store path that the activity is about, empty where it is about none */
    record Start(long id, int type, String subject) implements NixLogEvent {}

    record Stop(long id) implements NixLogEvent {}

    record LogLine(long id, String text) implements NixLogEvent {}

    record Progress(long id, long done, long expected, long running, long failed) implements NixLogEvent {}

    /** @param type of the activities whose sum {@code amount} is expected to become */
    record Expected(long id, int type, long amount) implements NixLogEvent {}

    /** @param level 0 is an error, 1 a warning, what is above is chatter */
    record Message(int level, String text) implements NixLogEvent {}

    /** A line that is no JSON: of SSH, of a wrapper, of a Nix that ends in panic. */
    record Plain(String text) implements NixLogEvent {}

    /** Known to nobody here, or of no interest. */
    record Other() implements NixLogEvent {}

    static long number(List<Object> fields, int index) {
        return index < fields.size() && fields.get(index) instanceof Long number ? number : 0;
    }

    static String text(List<Object> fields, int index) {
        return index < fields.size() && fields.get(index) instanceof String text ? text : "";
    }
}
