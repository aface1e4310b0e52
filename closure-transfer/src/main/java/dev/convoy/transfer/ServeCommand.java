package dev.convoy.transfer;

import dev.convoy.store.machine.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** How a store's server is started on a host. */
final class ServeCommand {
    /** For the slowest link with the largest closure, and for a control that waits for an activation. */
    private static final Duration DEADLINE = Duration.ofHours(12);

    private static final String SCRIPT = read("serve.sh");

    private ServeCommand() {}

    static Command of(StoreAccess access) {
        return switch (access) {
            case ROOT -> serve("root").asRoot();
            case LOGIN_USER -> serve("user");
        };
    }

    private static Command serve(String who) {
        return Command.shell("convoy-serve", SCRIPT, who).within(DEADLINE);
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(ServeCommand.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
