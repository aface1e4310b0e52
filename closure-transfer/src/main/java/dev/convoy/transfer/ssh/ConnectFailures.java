package dev.convoy.transfer.ssh;

import dev.convoy.transfer.TransferFailure;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import net.schmizz.sshj.common.SSHException;

/** The words for hosts that cannot be reached. */
final class ConnectFailures {
    private ConnectFailures() {}

    /** Nobody answers. */
    static TransferFailure unreachable(HostSettings settings, IOException cause) {
        return new TransferFailure.Unreachable(settings.address(), said(settings, cause), hints(settings, cause));
    }

    /** Somebody does, or it is not known. */
    static TransferFailure noSession(HostSettings settings, IOException cause) {
        return new TransferFailure.NoSession(settings.address(), said(settings, cause), hints(settings, cause));
    }

    /** None of a host's addresses can be used. Only if nobody answers at any of them, it is not there. */
    static TransferFailure nowhere(List<TransferFailure> each) {
        TransferFailure first = each.getFirst();
        if (each.size() == 1) {
            return first;
        }
        String message = each.stream().map(TransferFailure::message).collect(Collectors.joining("; "));
        List<String> hints =
                each.stream().flatMap(one -> one.hints().stream()).distinct().toList();
        return each.stream().allMatch(TransferFailure.Unreachable.class::isInstance)
                ? new TransferFailure.Unreachable(first.host(), message, hints)
                : new TransferFailure.NoSession(first.host(), message, hints);
    }

    private static String said(HostSettings settings, IOException cause) {
        return "no connection to " + settings.where() + ": " + reason(settings, cause);
    }

    static TransferFailure interrupted(SshTarget target) {
        return new TransferFailure.NoSession(target.address(), "interrupted while connecting", List.of());
    }

    static TransferFailure badJump(SshTarget target, String list, String problem) {
        return new TransferFailure.NoSession(
                target.address(),
                "the jump hosts \"" + SafeText.oneLine(list) + "\" cannot be used: " + problem,
                List.of("Look at ProxyJump in `ssh -G " + target.address() + "`."));
    }

    /** The same failure, told of the host that lies behind the jump host. */
    static TransferFailure behind(String target, TransferFailure hop) {
        String message = "the jump host " + hop.host() + ": " + hop.message();
        return switch (hop) {
            case TransferFailure.Unreachable f -> new TransferFailure.Unreachable(target, message, f.hints());
            case TransferFailure.NoSession f -> new TransferFailure.NoSession(target, message, f.hints());
            case TransferFailure.HostKeyUnknown f -> new TransferFailure.HostKeyUnknown(target, message, f.hints());
            case TransferFailure.HostKeyMismatch f -> new TransferFailure.HostKeyMismatch(target, message, f.hints());
            case TransferFailure.AuthRejected f -> new TransferFailure.AuthRejected(target, message, f.hints());
            case TransferFailure.EscalationRefused f ->
                new TransferFailure.EscalationRefused(target, message, f.hints());
            case TransferFailure.NotTrusted f -> new TransferFailure.NotTrusted(target, message, f.hints());
            case TransferFailure.DiskFull f -> new TransferFailure.DiskFull(target, message, f.hints());
            case TransferFailure.Corrupt f -> new TransferFailure.Corrupt(target, message, f.hints());
            case TransferFailure.Broken f -> new TransferFailure.Broken(target, message, f.hints());
        };
    }

    private static String reason(HostSettings settings, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "the name " + settings.hostname() + " does not resolve";
        }
        String message = cause.getMessage();
        String reason = SafeText.oneLine(message == null ? cause.toString() : message);
        // The JDK puts the address in front of some reasons, and it was just named.
        String again = settings.hostname() + ": ";
        return reason.startsWith(again) ? reason.substring(again.length()) : reason;
    }

    private static List<String> hints(HostSettings settings, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return List.of("Give the host an address, in the flake or in convoy.yaml, or a HostName in ~/.ssh/config.");
        }
        // sshj's words for two lists of algorithms without a common member.
        if (String.valueOf(cause.getMessage()).contains("reach a settlement")) {
            return List.of(
                    "Convoy and the server share no algorithm. Look at Ciphers, MACs, KexAlgorithms and HostKeyAlgorithms "
                            + "in `ssh -G " + settings.address() + "` and in the server's `sshd -T`.");
        }
        String port = settings.port() == 22 ? "" : "-p " + settings.port() + " ";
        String ssh = "Try `ssh " + port + settings.user() + "@" + settings.address() + " true`.";
        return cause instanceof SSHException
                ? List.of(
                        ssh,
                        "OpenSSH 9.8 and later hangs up on addresses that failed to log in a short while ago (PerSourcePenalties).")
                : List.of(ssh);
    }
}
