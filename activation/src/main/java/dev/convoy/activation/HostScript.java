package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell scripts that run on hosts. Each is sent as a whole: nothing of convoy is installed there. */
enum HostScript {
    OBSERVE("observe.sh"),
    GENERATIONS("generations.sh"),
    LEDGER("ledger.sh");

    private static final String SHARED = "host.sh";

    private final String file;

    HostScript(String file) {
        this.file = file;
    }

    /** The script as it runs: what all scripts share, then its own text. */
    String text() {
        return resource(SHARED) + resource(file);
    }

    /** @param positional the script's $1, $2… */
    Command command(String... positional) {
        return Command.shell("convoy-" + file.substring(0, file.length() - ".sh".length()), text(), positional);
    }

    private static String resource(String name) {
        try (InputStream in = HostScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("convoy was packaged without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
