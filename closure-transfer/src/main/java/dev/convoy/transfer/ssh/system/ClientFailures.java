package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import dev.convoy.transfer.ssh.connection.ConnectFailures;
import dev.convoy.transfer.ssh.hostkey.HostKeyFailures;
import dev.convoy.transfer.ssh.hostkey.KnownHost;
import dev.convoy.transfer.ssh.hostkey.KnownHosts;
import dev.convoy.transfer.ssh.login.AuthFailures;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why OpenSSH's client did not log in, in the words that convoy has for its own attempts. */
record ClientFailures(HostSettings host, KnownHosts known, ClientLog log) {
    TransferFailure failure() {
        if (log.says("REVOKED") || log.says("Host key verification failed")) {
            return ofHostKey();
        }
        if (log.says("Permission denied (") || log.says("Too many authentication failures")) {
            return rejected();
        }
        return nobodyAnswered() ? ConnectFailures.unreachable(host, cause()) : ConnectFailures.noSession(host, cause());
    }

    private TransferFailure ofHostKey() {
        String offered = log.hostKey().or(log::authority).orElse("a key");
        Optional<KnownHost> revoked =
                Optional.of(offered.substring(offered.indexOf(' ') + 1)).flatMap(known::revoked);
        if (revoked.isPresent()) {
            return HostKeyFailures.revoked(host, offered, revoked.get().place());
        }
        Optional<String> file = log.revokedBy();
        if (file.isPresent()) {
            return HostKeyFailures.revoked(host, offered, SafeText.oneLine(file.get()));
        }
        Optional<String> unread = log.unreadRevocations();
        if (unread.isPresent()) {
            return HostKeyFailures.unreadRevocations(
                    host, "OpenSSH's client cannot read " + SafeText.oneLine(unread.get()), List.of());
        }
        if (!known.authorities().isEmpty() && log.authority().isPresent()) {
            return log.certificateFault()
                    .map(fault -> HostKeyFailures.badCertificate(host, fault))
                    .orElseGet(() -> HostKeyFailures.strangeAuthority(
                            host, log.authority().orElseThrow(), known.authorities()));
        }
        List<KnownHost> keys = known.keys();
        return keys.isEmpty() ? HostKeyFailures.unknown(host, offered) : HostKeyFailures.changed(host, offered, keys);
    }

    private TransferFailure rejected() {
        List<String> offered = log.offered();
        List<String> hints = new ArrayList<>();
        if (log.says("Server accepts key")) {
            hints.add(
                    "The server would take a key that OpenSSH's client could not use: one with a passphrase or a PIN has to"
                            + " be in the agent (ssh-add), because nobody is asked.");
        }
        log.lines().stream()
                .filter(line -> line.matches("(Load key|sign_and_send_pubkey|.*rovider).*"))
                .map(SafeText::oneLine)
                .forEach(hints::add);
        return AuthFailures.rejected(
                host,
                offered.isEmpty() ? "no key was offered" : "offered were " + String.join(", ", offered),
                hints,
                log.methods());
    }

    /** A ProxyCommand that cannot connect ends before a word; ssh then has no address to name. */
    private boolean nobodyAnswered() {
        return log.says("ssh: connect to host ")
                || log.says("Could not resolve hostname")
                || (log.says("kex_exchange_identification: ") && log.says(" by UNKNOWN port 65535"));
    }

    private IOException cause() {
        if (log.says("Could not resolve hostname")) {
            return new UnknownHostException(host.hostname());
        }
        if (log.says("ssh: not found")) {
            return new IOException("there is no ssh program here, and the host is to be reached with it");
        }
        String words = log.lastWords().replaceFirst("^ssh: connect to host \\S+ port \\d+: ", "");
        return new IOException(words.isEmpty() ? "OpenSSH's client did not log in, and did not say why" : words);
    }
}
