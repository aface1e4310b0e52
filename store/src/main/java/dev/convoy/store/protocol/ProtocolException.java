package dev.convoy.store.protocol;

import java.io.IOException;

/** The peer said what its protocol does not allow, or speaks a version that convoy does not. The streams are of no more use. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String problem) {
        super(problem);
    }

    ProtocolException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
