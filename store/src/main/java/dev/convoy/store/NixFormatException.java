package dev.convoy.store;

/** Text or bytes that are not in the Nix format that they should be in. Names the text, the place in it, and what was expected. */
public final class NixFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;

    public NixFormatException(String text, int index, String expected) {
        super("\"" + text + "\" at " + index + ": expected " + expected);
        this.index = index;
    }

    /** The offset of the first offending character or byte; -1 where the whole is at fault. */
    public int index() {
        return index;
    }
}
