package dev.convoy.cli.ui;

/** How a run is shown while it goes on, as {@code --progress} says it. */
public enum ProgressStyle {
    /** A live table where stderr is a terminal and this is no CI job, else plain lines. */
    AUTO,
    /** A live table, wherever the terminal can show one. */
    FANCY,
    /** One line per change, and a heartbeat. */
    PLAIN,
    /** Nothing until the summary. */
    NONE
}
