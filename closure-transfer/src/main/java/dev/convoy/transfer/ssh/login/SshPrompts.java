package dev.convoy.transfer.ssh.login;

import java.util.Optional;

/** Secrets that only the operator knows. Who receives an array wipes it. Empty: nobody is there to answer. */
public interface SshPrompts {
    Optional<char[]> keyPassphrase(String keyFile);

    Optional<char[]> sudoPassword(String user, String host);

    /** For runs without a terminal. */
    static SshPrompts none() {
        return new SshPrompts() {
            @Override
            public Optional<char[]> keyPassphrase(String keyFile) {
                return Optional.empty();
            }

            @Override
            public Optional<char[]> sudoPassword(String user, String host) {
                return Optional.empty();
            }
        };
    }
}
