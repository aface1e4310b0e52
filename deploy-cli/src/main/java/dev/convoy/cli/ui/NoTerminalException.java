package dev.convoy.cli.ui;

/** Something had to be asked, and there is no terminal to ask on. The message says what, and how to do without. */
public final class NoTerminalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoTerminalException(String message) {
        super(message);
    }
}
