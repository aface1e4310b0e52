package dev.convoy.store.protocol;

import dev.convoy.store.RemoteText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A daemon refused an operation and said why. The session goes on. */
public final class DaemonException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> traces;

    private DaemonException(String message, List<String> traces) {
        super(String.join("\n", RemoteText.lines(message)));
        this.traces = List.copyOf(traces);
    }

    /** "While doing this", "while doing that", from the inside out. */
    public List<String> traces() {
        return traces;
    }

    static DaemonException read(WireReader in, int version) throws IOException {
        if (version < 0x11a) {
            String message = in.string();
            in.integer(); // what nix would exit with
            return new DaemonException(message, List.of());
        }
        in.string(); // always "Error"
        in.integer(); // level
        in.string(); // name, unused
        String message = in.string();
        in.integer(); // has a position: never
        List<String> traces = new ArrayList<>(in.list(() -> {
            in.integer(); // has a position: never
            return RemoteText.plain(in.string());
        }));
        return new DaemonException(message, traces);
    }
}
