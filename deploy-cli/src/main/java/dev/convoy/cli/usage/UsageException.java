package dev.convoy.cli.usage;

/** The command line or a configuration file asks for something that cannot be. The message is one line for the operator. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
