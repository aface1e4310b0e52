package dev.convoy.activation;

import java.util.List;

/** The codes of activation failures, each with what to do next. docs/errors.md lists them. */
final class Failures {
    private Failures() {}

    static ActivationFailure of(String code, String message, List<String> log) {
        return new ActivationFailure(code, message, log, hints(code));
    }

    /** Of a system that was on trial from its boot on: another clock ran then, and it had to bring up all that boots. */
    static ActivationFailure afterBoot(String code, String message, List<String> log) {
        return code.equals("activation.not-confirmed")
                ? new ActivationFailure(
                        code,
                        message,
                        log,
                        List.of(
                                "The host booted the new system, and convoy did not get in, or too late: look at its sshd, firewall, network and sudo.",
                                "If it only takes longer to be reached after a boot, raise --boot-confirm-timeout and deploy again."))
                : of(code, message, log);
    }

    private static List<String> hints(String code) {
        return switch (code) {
            case "activation.no-root" ->
                List.of(
                        "Log in as root, allow sudo without a password, or give the password with --ask-sudo-password.",
                        "`convoy check` tells it before anything is built.");
            case "activation.unreachable", "activation.lost" ->
                List.of("`convoy status` says what runs there as soon as the host can be reached.");
            case "activation.host-locked" ->
                List.of("Wait for the end of that run; `convoy status` shows who holds the host, and until when.");
            case "activation.host-moved" ->
                List.of("Somebody changed the host after the plan was made. Look at it, then make a new plan.");
            case "activation.system-missing" -> List.of("Copy it first: `convoy push`.");
            case "activation.not-a-system" -> List.of("Deploy a NixOS system: config.system.build.toplevel.");
            case "activation.store-read-only", "activation.no-root-made" ->
                List.of("See how /nix is mounted on the host, and whether its disk is full.");
            case "activation.no-space" ->
                List.of("Make room on the disk that holds /var on the host, then deploy again.");
            case "activation.switch-locked" ->
                List.of(
                        "Somebody runs nixos-rebuild there, or an earlier switch hangs: `journalctl -t nixos` on the host.",
                        "Nothing was touched; deploy again when it is over.");
            case "activation.check-refused" -> List.of("The log says which check, and why. Nothing was touched.");
            case "activation.switch-timeout" ->
                List.of(
                        "The log says which unit it waited for.",
                        "If the activation only needs longer, raise the time limit.");
            case "activation.switch-failed", "activation.not-in-force" ->
                List.of("The log says which step failed; `journalctl -t nixos` on the host says more.");
            case "activation.revert-failed" ->
                List.of(
                        "The host may run parts of both systems. Read the log before anything else.",
                        "Unless the log says otherwise, the old system is what boots: a reboot brings it back.");
            case "activation.not-back" ->
                List.of("Its console says why. `convoy status` says what runs there as soon as it can be reached.");
            case "activation.not-armed" ->
                List.of("See `systemctl status` on the host: its systemd does not start a timer. Nothing was touched.");
            case "activation.not-confirmed" ->
                List.of(
                        "The new system ran, and convoy could not get in anew: look at its sshd, firewall, network and sudo.",
                        "If the way in only takes longer to come up, raise --confirm-timeout.");
            case "activation.no-specialisation" ->
                List.of("`specialisation` in the configuration names what there is.");
            case "activation.profile-failed" -> List.of("See whether the disk that holds /nix is full.");
            case "activation.boot-failed" ->
                List.of("See whether /boot is full or read-only; fewer generations make room.");
            case "activation.interrupted" ->
                List.of("Deploy again: the next activation also does what this one left undone.");
            case "activation.not-started" ->
                List.of("Deploy again; see `journalctl` on the host for why its systemd did not start the run.");
            case "activation.run-id-used" -> List.of("Every activation on a host needs a run id of its own.");
            default -> List.of();
        };
    }
}
