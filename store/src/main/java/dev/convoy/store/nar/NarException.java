package dev.convoy.store.nar;

import java.io.IOException;

/** A stream that is no NAR, or a file tree that cannot be written as one. Says where, and what was expected. */
public class NarException extends IOException {
    private static final long serialVersionUID = 1L;

    NarException(String problem) {
        super(problem);
    }

    static NarException at(long offset, String expected) {
        return new NarException("NAR at byte " + offset + ": expected " + expected);
    }
}
