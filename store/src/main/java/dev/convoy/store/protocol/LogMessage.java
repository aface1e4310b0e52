package dev.convoy.store.protocol;

import java.io.IOException;
import java.util.List;

/** What a daemon says while it works. Types of activities and results are numbers of libutil/logging.hh. */
public sealed interface LogMessage {
    /** @param text one line, colours included */
    record Line(String text) implements LogMessage {}

    /** @param level 0 error, 1 warning, 2 notice, 3 info and on to 7 */
    record ActivityStarted(long id, int level, int type, String text, List<Field> fields, long parent)
            implements LogMessage {}

    record ActivityStopped(long id) implements LogMessage {}

    /** Progress of an activity, such as a line of a build's log (type 101). */
    record ActivityResult(long id, int type, List<Field> fields) implements LogMessage {}

    /** A detail of an activity or result. */
    sealed interface Field {
        record Count(long value) implements Field {}

        record Text(String value) implements Field {}
    }

    static LogMessage readStart(WireReader in) throws IOException {
        return new ActivityStarted(
                in.u64(), in.integer(), in.integer(), in.string(), in.list(() -> readField(in)), in.u64());
    }

    static LogMessage readResult(WireReader in) throws IOException {
        return new ActivityResult(in.u64(), in.integer(), in.list(() -> readField(in)));
    }

    private static Field readField(WireReader in) throws IOException {
        int kind = in.integer();
        return switch (kind) {
            case 0 -> new Field.Count(in.u64());
            case 1 -> new Field.Text(in.string());
            default -> throw new ProtocolException("a log field of unknown kind " + kind);
        };
    }
}
