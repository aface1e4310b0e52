package dev.convoy.cli.run;

import dev.convoy.cli.event.Failure;
import dev.convoy.transfer.ssh.SshTarget;

/** How a host is reached. */
sealed interface HostRoute {
    record Remote(SshTarget target) implements HostRoute {}

    /** It is the machine that convoy runs on. */
    record Here() implements HostRoute {}

    record Nowhere(Failure why) implements HostRoute {}
}
