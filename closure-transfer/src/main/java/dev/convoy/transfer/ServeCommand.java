package dev.convoy.transfer;

import dev.convoy.store.Packaged;
import dev.convoy.store.machine.Command;
import dev.convoy.transfer.delta.RebuildCommand;
import dev.convoy.transfer.pool.Encoding;
import java.time.Duration;

/** How a store's server is started on a host. */
final class ServeCommand {
    /** For the slowest link with the largest closure, and for a control that waits for an activation. */
    private static final Duration DEADLINE = Duration.ofHours(12);

    private static final String SCRIPT = Packaged.text(ServeCommand.class, "serve.sh");

    private ServeCommand() {}

    /** A session that is asked. Says first what the host can do: see {@link HostAbilities}. */
    static Command control(StoreAccess access) {
        return serve(access, "control");
    }

    /** A session that fetches from the host's own caches. */
    static Command fetching(StoreAccess access) {
        return serve(access, "fetch");
    }

    /** A session that only takes paths, packed like this. */
    static Command of(StoreAccess access, Encoding encoding) {
        return switch (encoding) {
            case Encoding.Raw _ -> serve(access, "raw");
            case Encoding.Zstd _ -> serve(access, "zstd");
            case Encoding.Gzip _ -> serve(access, "gzip");
            case Encoding.Patched _ -> with(access, RebuildCommand.within(DEADLINE));
        };
    }

    private static Command serve(StoreAccess access, String how) {
        String who = switch (access) {
            case ROOT -> "root";
            case LOGIN_USER -> "user";
        };
        return with(access, Command.shell("convoy-serve", SCRIPT, who, how).within(DEADLINE));
    }

    private static Command with(StoreAccess access, Command command) {
        return switch (access) {
            case ROOT -> command.asRoot();
            case LOGIN_USER -> command;
        };
    }
}
