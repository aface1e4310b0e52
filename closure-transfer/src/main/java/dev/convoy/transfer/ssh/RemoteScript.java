package dev.convoy.transfer.ssh;

import dev.convoy.store.Packaged;

/** The shell that convoy's own wrapping of commands consists of; each is a file beside this class's resources. */
enum RemoteScript {
    RUN("run.sh"),
    BECOME_ROOT("become-root.sh"),
    SKIP_TO_MARK("skip-to-mark.sh"),
    PROBE_ROOT("probe-root.sh"),
    END_PROCESS("end-process.sh");

    private final String text;

    RemoteScript(String file) {
        this.text = Packaged.shell(RemoteScript.class, file);
    }

    /** Without comments: it is sent with every command. */
    String text() {
        return text;
    }
}
