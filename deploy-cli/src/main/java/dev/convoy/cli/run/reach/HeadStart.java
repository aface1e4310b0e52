package dev.convoy.cli.run.reach;

import dev.convoy.transfer.ssh.SshConnector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets libraries ready, while the command line is read, that every run needs a moment later: the first use of each takes tens of
 * milliseconds.
 */
public final class HeadStart {
    private HeadStart() {}

    public static void begin() {
        Thread.ofPlatform().daemon().name("head start").start(() -> {
            JsonMapper.shared().readTree("{}");
            SshConnector.prepare();
        });
    }
}
