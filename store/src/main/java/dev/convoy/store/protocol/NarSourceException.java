package dev.convoy.store.protocol;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The side that sends could not read a path, or read something else than its store recorded. The peer got only a part of it,
 * so that it cannot take the path for whole; the session must be closed.
 */
public final class NarSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient StorePath path;

    public NarSourceException(StorePath path, String problem, @Nullable Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
    }

    public StorePath path() {
        return path;
    }
}
