package dev.convoy.transfer.ssh.connection;

import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SafeText;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.schmizz.sshj.common.SSHException;

/** The words for hosts that cannot be reached. */
public final class ConnectFailures {
    private ConnectFailures() {}

    /** Nobody answers. */
    public static TransferFailure unreachable(HostSettings settings, IOException cause) {
        return new TransferFailure.Unreachable(settings.address(), said(settings, cause), hints(settings, cause));
    }

    /** Somebody does, or it is not known. */
    public static TransferFailure noSession(HostSettings settings, IOException cause) {
        return new TransferFailure.NoSession(settings.address(), said(settings, cause), hints(settings, cause));
    }

    /** None of a host's addresses can be used. Only if nobody answers at any of them, it is not there. */
    public static TransferFailure nowhere(List<TransferFailure> each) {
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

    public static TransferFailure interrupted(SshTarget target) {
        return new TransferFailure.NoSession(target.address(), "interrupted while connecting", List.of());
    }

    public static TransferFailure badJump(SshTarget target, String list, String problem) {
        return new TransferFailure.NoSession(
                target.address(),
                "the jump hosts \"" + SafeText.oneLine(list) + "\" cannot be used: " + problem,
                List.of("Look at ProxyJump in `ssh -G " + target.address() + "`."));
    }

    /** The same failure, told of the host that lies behind the jump host. */
    public static TransferFailure behind(String target, TransferFailure hop) {
        return retold(hop, target, "the jump host " + hop.host() + ": " + hop.message(), hop.hints());
    }

    /** The same failure, with why convoy did not try itself. */
    public static TransferFailure bySystem(TransferFailure failure, String reason) {
        List<String> hints = new ArrayList<>(failure.hints());
        hints.add("OpenSSH's own client was used, because " + reason
                + "; sshTransport: built-in keeps convoy from that.");
        return retold(failure, failure.host(), failure.message(), hints);
    }

    private static TransferFailure retold(TransferFailure failure, String host, String message, List<String> hints) {
        return switch (failure) {
            case TransferFailure.Unreachable _ -> new TransferFailure.Unreachable(host, message, hints);
            case TransferFailure.NoSession _ -> new TransferFailure.NoSession(host, message, hints);
            case TransferFailure.HostKeyUnknown _ -> new TransferFailure.HostKeyUnknown(host, message, hints);
            case TransferFailure.HostKeyMismatch _ -> new TransferFailure.HostKeyMismatch(host, message, hints);
            case TransferFailure.AuthRejected _ -> new TransferFailure.AuthRejected(host, message, hints);
            case TransferFailure.EscalationRefused _ -> new TransferFailure.EscalationRefused(host, message, hints);
            case TransferFailure.NotTrusted _ -> new TransferFailure.NotTrusted(host, message, hints);
            case TransferFailure.NotInCache _ -> new TransferFailure.NotInCache(host, message, hints);
            case TransferFailure.DiskFull _ -> new TransferFailure.DiskFull(host, message, hints);
            case TransferFailure.Corrupt _ -> new TransferFailure.Corrupt(host, message, hints);
            case TransferFailure.Broken _ -> new TransferFailure.Broken(host, message, hints);
        };
    }

    /** sshj's words, and OpenSSH's, for two lists of algorithms without a common member. */
    public static boolean isWithoutCommonAlgorithm(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("reach a settlement") || message.contains("no matching");
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
        if (isWithoutCommonAlgorithm(cause)) {
            return List.of(
                    "Convoy and the server share no algorithm. Look at Ciphers, MACs, KexAlgorithms and HostKeyAlgorithms "
                            + "in `ssh -G " + settings.address() + "` and in the server's `sshd -T`.");
        }
        String ssh = "Try `" + settings.sshCommand() + "`.";
        return cause instanceof SSHException
                ? List.of(
                        ssh,
                        "OpenSSH 9.8 and later hangs up on addresses that failed to log in a short while ago (PerSourcePenalties).")
                : List.of(ssh);
    }
}
