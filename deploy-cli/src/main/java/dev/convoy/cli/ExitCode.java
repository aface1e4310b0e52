package dev.convoy.cli;

/** What the program's exit status says. The table in docs/exit-codes.md is checked against this. */
public enum ExitCode {
    SUCCESS(0, "all as wished"),
    HOSTS_FAILED(1, "some hosts failed"),
    USAGE(2, "usage or configuration is at fault"),
    NOTHING_TOUCHED(3, "evaluation or build failed and nothing was touched"),
    DECLINED(4, "declined, or stopped by a gate"),
    INDETERMINATE(5, "some host's state could not be determined"),
    DRIFT(6, "drift found"),
    BUG(70, "a bug in convoy"),
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
