package dev.convoy.store;

/** Text or bytes that are not in the Nix format that they should be in. Names the text, the place in it, and what was expected. */
public final class NixFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough to recognize the place; the whole may be megabytes. */
    private static final int CONTEXT = 60;

    private final int index;

    public NixFormatException(String text, int index, String expected) {
        super("\"" + excerpt(text, index) + "\"" + (index < 0 ? "" : " at " + index) + ": expected " + expected);
        this.index = index;
    }

    /** The offset of the first offending character or byte; -1 where the whole is at fault. */
    public int index() {
        return index;
    }

    private static String excerpt(String text, int index) {
        int at = Math.min(Math.max(index, 0), text.length());
        int from = at <= 2 * CONTEXT ? 0 : at - CONTEXT;
        int to = Math.min(text.length(), at + 2 * CONTEXT);
        String middle = RemoteText.escaped(text.substring(from, to));
        return (from > 0 ? "…" : "") + middle + (to < text.length() ? "…" : "");
    }
}
