package dev.convoy.cli.run;

import dev.convoy.cli.event.Failure;

/** A host that was reached, and cannot have what is asked for it. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RefusedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
