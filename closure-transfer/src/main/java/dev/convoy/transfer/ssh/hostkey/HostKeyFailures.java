package dev.convoy.transfer.ssh.hostkey;

import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words for host keys that are not accepted. */
public final class HostKeyFailures {
    private HostKeyFailures() {}

    public static TransferFailure unknown(HostSettings settings, String offered) {
        return new TransferFailure.HostKeyUnknown(
                settings.address(),
                "the host's key is not known: " + settings.knownHostsName() + " offers " + offered
                        + ", and no known_hosts file has a key of it",
                List.of(
                        "Compare the fingerprint with what the host prints itself: "
                                + "`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` on its console.",
                        "If they agree, run again with --accept-new-host-keys, or add the key with `ssh-keyscan"
                                + (settings.port() == 22 ? "" : " -p " + settings.port()) + " " + settings.hostname()
                                + " >> ~/.ssh/known_hosts`."));
    }

    public static TransferFailure changed(HostSettings settings, String offered, List<KnownHost> known) {
        String knownAs = known.stream()
                .map(entry -> entry.key() + " in " + entry.place())
                .collect(Collectors.joining(", "));
        List<String> hints = new ArrayList<>();
        hints.add("Either the host was installed anew, or somebody else answers in its place. Find out which, "
                + "on the host's console, before going on.");
        known.stream()
                .map(KnownHost::file)
                .distinct()
                .forEach(
                        file -> hints.add("If the host was installed anew: `ssh-keygen -R '" + settings.knownHostsName()
                                + "' -f " + file + "`, then accept the new key with --accept-new-host-keys."));
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "the host's key has changed: " + settings.knownHostsName() + " offers " + offered + ", but is known by "
                        + knownAs,
                hints);
    }

    public static TransferFailure otherHost(HostSettings settings, String offered, HostIdentity.Shown shown) {
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "another host answers: " + settings.knownHostsName() + " offers " + offered
                        + ", but the host has " + shown.key() + ", as it showed at "
                        + shown.at().address(),
                List.of(
                        "Find out who answers there. If the address is not the host's any more, take it from its list."));
    }

    public static TransferFailure revoked(HostSettings settings, String offered, String place) {
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "the host uses " + offered + ", which " + place + " marks as revoked",
                List.of("Give the host a new key, or a certificate by another authority."));
    }

    /** Keys that were taken back must not pass because nobody could look. */
    public static TransferFailure unreadRevocations(HostSettings settings, String reason, List<String> hints) {
        return new TransferFailure.NoSession(
                settings.address(),
                "RevokedHostKeys is set for " + settings.knownHostsName()
                        + ", so that the host's key could be revoked, but " + reason,
                hints);
    }

    public static TransferFailure strangeAuthority(HostSettings settings, String authority, List<KnownHost> known) {
        String places = known.stream().map(KnownHost::place).collect(Collectors.joining(", "));
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "the host's certificate is signed by " + authority + ", which is no @cert-authority for "
                        + settings.knownHostsName() + " (those are in " + places + ")",
                List.of(
                        "Sign the host's key with a known authority, or add this one to known_hosts as @cert-authority."));
    }

    public static TransferFailure badCertificate(HostSettings settings, String fault) {
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "the host's certificate is not accepted for " + settings.certificateName() + ": "
                        + SafeText.oneLine(fault),
                List.of("Look at the certificate with `ssh-keygen -Lf` on the host and issue a new one."));
    }

    public static TransferFailure unrecorded(HostSettings settings, Path file, IOException cause) {
        return new TransferFailure.HostKeyUnknown(
                settings.address(),
                "the host's key is new, and could not be recorded in " + file + ": " + cause,
                List.of("Make the file writable, or set UserKnownHostsFile for the host."));
    }

    static TransferFailure unreadable(HostSettings settings, IOException cause) {
        return new TransferFailure.HostKeyMismatch(
                settings.address(),
                "the host's key cannot be read: " + SafeText.oneLine(String.valueOf(cause.getMessage())),
                List.of());
    }
}
