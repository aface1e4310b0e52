package dev.convoy.transfer.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The shell that convoy's own wrapping of commands consists of; each is a file beside this class's resources. */
enum RemoteScript {
    RUN("run.sh"),
    BECOME_ROOT("become-root.sh"),
    SKIP_TO_MARK("skip-to-mark.sh"),
    PROBE_ROOT("probe-root.sh"),
    END_PROCESS("end-process.sh");

    private final String text;

    RemoteScript(String file) {
        this.text = load(file);
    }

    /** Without comments: it is sent with every command. */
    String text() {
        return text;
    }

    private static String load(String file) {
        try (InputStream in = RemoteScript.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
