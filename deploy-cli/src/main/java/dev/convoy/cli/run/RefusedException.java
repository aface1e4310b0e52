package dev.convoy.cli.run;

import dev.convoy.cli.event.Failure;

/** A host that was reached, and cannot have what is asked for it. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public RefusedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
