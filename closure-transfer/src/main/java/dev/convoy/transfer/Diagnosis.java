package dev.convoy.transfer;

import dev.convoy.store.machine.ExitStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads from what a store's server said last why it ended. The words are Nix's own, from 2.3 to 2.36. */
final class Diagnosis {
    private static final Pattern DISK_FULL =
            Pattern.compile("No space left on device|database or disk is full|Disk quota exceeded");
    private static final Pattern NOT_TRUSTED =
            Pattern.compile("lacks a valid signature|lacks a signature by a trusted key|you are not privileged to");
    private static final Pattern CORRUPT = Pattern.compile("(?:hash|size) mismatch importing path");
    private static final Pattern SUDO =
            Pattern.compile("sudo: .*(?:password is required|not allowed|not in the sudoers|no tty)|doas: ");

    private Diagnosis() {}

    /** A failure that another attempt would meet again; nothing where one may help. */
    static Optional<TransferFailure> of(String host, SessionEndedException end) {
        String message = message(end);
        if (says(end, DISK_FULL)) {
            return Optional.of(new TransferFailure.DiskFull(host, message, diskHints(host)));
        }
        if (says(end, NOT_TRUSTED)) {
            return Optional.of(new TransferFailure.NotTrusted(host, message, trustHints()));
        }
        if (says(end, CORRUPT)) {
            return Optional.of(new TransferFailure.Corrupt(host, message, corruptHints()));
        }
        if (says(end, SUDO)) {
            return Optional.of(new TransferFailure.EscalationRefused(host, message, sudoHints()));
        }
        if (end.exit().equals(new ExitStatus.Exited(127))) {
            return Optional.of(new TransferFailure.Broken(host, message, pathHints()));
        }
        if (end.exit().equals(new ExitStatus.Exited(90))) {
            return Optional.of(new TransferFailure.Broken(host, message, List.of("make " + host + "'s /nix writable")));
        }
        if (end.protocolProblem().isPresent()) {
            return Optional.of(new TransferFailure.Broken(host, message, protocolHints(host)));
        }
        return Optional.empty();
    }

    /** After the last attempt. */
    static TransferFailure broken(String host, SessionEndedException end, int attempts) {
        return new TransferFailure.Broken(
                host,
                message(end) + "; " + attempts + " attempts in a row brought nothing",
                end.isLost()
                        ? List.of("run convoy again when the connection is stable: what has arrived is not sent again")
                        : List.of("run the same by hand for more detail: nix copy --to ssh://" + host + " PATH"));
    }

    private static String message(SessionEndedException end) {
        String when = end.inFlight().map(path -> " at " + path).orElse("");
        String what = end.isLost() ? "the connection broke" : "the store session ended";
        return what + when + ": " + end.reason();
    }

    private static boolean says(SessionEndedException end, Pattern pattern) {
        Predicate<String> matches = pattern.asPredicate();
        return end.stderr().stream().anyMatch(matches);
    }

    private static List<String> diskHints(String host) {
        return List.of(
                "see what fills it: ssh " + host + " df -h /nix",
                "remove old generations there: nix-collect-garbage --delete-older-than 30d",
                "run convoy again: what has arrived is not sent again");
    }

    private static List<String> trustHints() {
        return List.of(
                "log in as root, or let convoy use sudo there",
                "or add the login user to nix.settings.trusted-users of the host",
                "or sign them, --sign-with FILE, with a key that is in nix.settings.trusted-public-keys of the host");
    }

    private static List<String> corruptHints() {
        return List.of(
                "what was sent had the right hash when it left: look for bad memory or a bad disk on the host",
                "check this machine's store too: nix-store --verify --check-contents");
    }

    private static List<String> sudoHints() {
        return List.of("allow sudo without a password for nix-store, or give --ask-sudo-password, or log in as root");
    }

    private static List<String> pathHints() {
        return List.of(
                "install Nix on the host, or put the directory of nix-store into the PATH of non-interactive shells",
                "see what it is: ssh HOST 'echo $PATH'");
    }

    private static List<String> protocolHints(String host) {
        return List.of(
                "see whether it answers: ssh " + host + " nix-store --version",
                "nothing may print on the way: ssh " + host + " true must print nothing");
    }
}
