package dev.convoy.cli.run.reach;

import dev.convoy.transfer.ssh.SshConnector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets libraries ready, while the command line is read, that every run needs a moment later: the first use of each takes tens of
 * milliseconds. What fails here fails again, and is told, where it is needed.
 */
public final class HeadStart {
    private HeadStart() {}

    public static void begin() {
        Thread.ofPlatform()
                .daemon()
                .name("head start")
                .uncaughtExceptionHandler((_, _) -> {})
                .start(() -> {
                    JsonMapper.shared().readTree("{}");
                    SshConnector.prepare();
                });
    }
}
