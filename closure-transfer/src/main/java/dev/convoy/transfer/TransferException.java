package dev.convoy.transfer;

/** Carries a {@link TransferFailure} to the host's pipeline. */
public final class TransferException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TransferFailure failure;

    public TransferException(TransferFailure failure) {
        super(failure.host() + ": " + failure.message());
        this.failure = failure;
    }

    public TransferFailure failure() {
        return failure;
    }
}
