package dev.convoy.transfer.ssh;

import dev.convoy.transfer.ssh.builtin.Algorithms;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.login.Identity;
import dev.convoy.transfer.ssh.login.KeyFileIdentity;
import dev.convoy.transfer.ssh.login.Keyring;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a host's ssh_config asks for that convoy cannot do itself. */
final class TransportChoice {
    private TransportChoice() {}

    /** The reason to leave the host to OpenSSH's client, if there is one. */
    static Optional<String> reasonForSystem(HostSettings host, Keyring.Offer offer) {
        if (host.uses("pkcs11provider")) {
            return Optional.of("PKCS11Provider is set");
        }
        if (host.uses("proxyusefdpass") && host.proxyCommand().isPresent()) {
            return Optional.of("ProxyUseFdpass is set");
        }
        if (host.uses("revokedhostkeys")) {
            return Optional.of("RevokedHostKeys is set");
        }
        return Algorithms.unspoken(host)
                .map(option -> "convoy speaks none of its " + option)
                .or(() -> token(host, offer.identities()))
                .or(() -> otherLogin(host, offer.identities()));
    }

    /** A key on a token that the agent does not have; one with OpenSSH's default name only where there is no other key. */
    private static Optional<String> token(HostSettings host, List<Identity> identities) {
        return identities.stream()
                .flatMap(one -> one instanceof KeyFileIdentity key
                        ? Optional.of(key).stream()
                        : Optional.<KeyFileIdentity>empty().stream())
                .filter(TransportChoice::isOnToken)
                .filter(key -> identities.size() == 1
                        || host.isNamedIdentity(key.file().path()))
                .map(key -> key.file().path() + " is on a token, and not in the agent")
                .findFirst();
    }

    private static boolean isOnToken(KeyFileIdentity key) {
        try {
            return key.offered().type().startsWith("sk-");
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Optional<String> otherLogin(HostSettings host, List<Identity> identities) {
        return identities.isEmpty() && (host.uses("gssapiauthentication") || host.uses("hostbasedauthentication"))
                ? Optional.of("there is no key to offer, but another way to log in")
                : Optional.empty();
    }
}
