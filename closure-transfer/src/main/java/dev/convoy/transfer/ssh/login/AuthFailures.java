package dev.convoy.transfer.ssh.login;

import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The words for logins that are not accepted. */
public final class AuthFailures {
    private AuthFailures() {}

    /**
     * @param tried which keys were offered
     * @param notes what else is known
     * @param methods what the server accepts
     */
    public static TransferFailure rejected(
            HostSettings host, String tried, List<String> notes, Collection<String> methods) {
        List<String> hints = new ArrayList<>(notes);
        if (!methods.isEmpty() && !methods.contains("publickey")) {
            hints.add("The server accepts " + SafeText.oneLine(String.join(", ", methods))
                    + ", but convoy logs in with keys only.");
        }
        hints.add("Try `" + host.sshCommand()
                + "`; add the key to the host's authorized keys, or to the agent with ssh-add.");
        return new TransferFailure.AuthRejected(
                host.address(), "the login as " + host.where() + " was rejected: " + tried, hints);
    }
}
