package dev.convoy.transfer.ssh.config;

import java.time.Duration;

/**
 * How convoy connects, where the operator's ssh_config says nothing.
 *
 * @param acceptNewHostKeys record the key of a host that known_hosts does not know; never of one whose key changed
 * @param askSudoPassword ask for a password where {@code sudo} wants one
 * @param connectTimeout for the TCP connection, and again for the server's first answer
 * @param keepAlive after this long without a byte from the host it is asked for a sign of life; after three times as long
 *     it is taken for gone
 */
public record SshSettings(
        boolean acceptNewHostKeys, boolean askSudoPassword, Duration connectTimeout, Duration keepAlive) {
    public SshSettings {
        if (!connectTimeout.isPositive() || !keepAlive.isPositive()) {
            throw new IllegalArgumentException("timeouts must be positive");
        }
    }

    /** Ten seconds to connect; a silent partition is noticed after about thirty. */
    public static SshSettings defaults() {
        return new SshSettings(false, false, Duration.ofSeconds(10), Duration.ofSeconds(10));
    }
}
