package dev.convoy.cli.report;

/** What a piece of text means, from which its colour follows. Without colour the text alone must say it all. */
public enum Tone {
    PLAIN(""),
    STRONG("1"),
    DIM("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    ACTIVE("36");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The parameter of the terminal's SGR sequence; empty for none. */
    public String sgr() {
        return code;
    }
}
