package dev.convoy.transfer.ssh.login;

import dev.convoy.transfer.TransferException;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.UserAuthImpl;

/** Logs in with a key: one pass over the offered keys, never a second. OpenSSH 9.8 and later bans addresses that fail. */
public final class Login {
    /** OpenSSH's default for MaxAuthTries: it hangs up at the sixth key that it does not like. */
    private static final int MOST_KEYS = 6;

    private static final Set<DisconnectReason> BROKEN =
            EnumSet.of(DisconnectReason.UNKNOWN, DisconnectReason.SERVICE_NOT_AVAILABLE);

    private final UserAuthImpl userAuth;
    private final ConnectionImpl connection;
    private final HostSettings settings;
    private final Keyring.Offer offer;
    private final List<String> tried = new ArrayList<>();
    private final List<String> notes;

    /** @param connection the service that is wanted */
    public Login(UserAuthImpl userAuth, ConnectionImpl connection, HostSettings settings, Keyring.Offer offer) {
        this.userAuth = userAuth;
        this.connection = connection;
        this.settings = settings;
        this.offer = offer;
        this.notes = new ArrayList<>(offer.notes());
    }

    /** @throws TransferException with AuthRejected */
    public void run() throws TransportException {
        for (Identity identity : offer.identities().stream().limit(MOST_KEYS).toList()) {
            try {
                if (succeeds(identity)) {
                    return;
                }
            } catch (UserAuthException e) {
                throwIfBroken(e);
                notes.add(SafeText.oneLine(identity.description() + ": " + e.getMessage()));
                if (!connection.getTransport().isRunning()) {
                    break; // it has had enough
                }
            }
        }
        throw new TransferException(rejected());
    }

    /**
     * A server that hangs up says why where it has had enough. A broken connection says nothing, and a host that is silent, or
     * has no login to offer, has not judged a key: then the others are not tried either.
     */
    private static void throwIfBroken(UserAuthException cause) throws TransportException {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            switch (t) {
                case TransportException broken when BROKEN.contains(broken.getDisconnectReason()) -> throw broken;
                case TimeoutException _ -> throw new TransportException("no answer to the login", cause);
                case InterruptedException _ -> throw new TransportException("interrupted", cause);
                default -> {}
            }
        }
    }

    private boolean succeeds(Identity identity) throws UserAuthException, TransportException {
        boolean asked = !identity.signsAtOnce();
        if (asked && !isWelcome(identity)) {
            tried.add(identity.description());
            return false;
        }
        if (authenticate(PublicKeyRequest.signed(identity))) {
            return true;
        }
        tried.add(identity.description());
        return false;
    }

    private boolean isWelcome(Identity identity) throws UserAuthException, TransportException {
        PublicKeyRequest question = PublicKeyRequest.question(identity);
        try {
            return authenticate(question);
        } catch (UserAuthException e) {
            if (question.isWelcome()) {
                return true;
            }
            throw e;
        }
    }

    private boolean authenticate(PublicKeyRequest request) throws UserAuthException, TransportException {
        return userAuth.authenticate(
                settings.user(), connection, request, connection.getTransport().getTimeoutMs());
    }

    private TransferFailure rejected() {
        String keys = tried.isEmpty() ? "no key was offered" : "offered were " + String.join(", ", tried);
        String more = userAuth.hadPartialSuccess() ? "; the server wants more than one method" : "";
        List<String> hints = new ArrayList<>(notes);
        int left = offer.identities().size() - MOST_KEYS;
        if (left > 0) {
            hints.add(left + " more keys were not offered, because servers hang up after " + MOST_KEYS
                    + ": name the right one with IdentityFile, and set IdentitiesOnly yes.");
        }
        return AuthFailures.rejected(settings, keys + more, hints, userAuth.getAllowedMethods());
    }
}
