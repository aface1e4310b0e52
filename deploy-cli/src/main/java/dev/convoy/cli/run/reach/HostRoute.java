package dev.convoy.cli.run.reach;

import dev.convoy.cli.event.Failure;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.util.List;

/** How a host is reached. */
public sealed interface HostRoute {
    /** @param addresses to be tried in turn; at least one */
    record Remote(List<SshTarget> addresses) implements HostRoute {
        public Remote {
            addresses = List.copyOf(addresses);
        }
    }

    /** It is the machine that convoy runs on. */
    record Here() implements HostRoute {}

    record Nowhere(Failure why) implements HostRoute {}
}
