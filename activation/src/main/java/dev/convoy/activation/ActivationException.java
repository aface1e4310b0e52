package dev.convoy.activation;

/** Carries an {@link ActivationFailure} to the host's pipeline, where nothing can be returned instead. */
public final class ActivationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ActivationFailure failure;

    public ActivationException(ActivationFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public ActivationFailure failure() {
        return failure;
    }
}
