package dev.convoy.cli.journal;

/** A journal cannot be written or read. The message is one sentence for the operator. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
