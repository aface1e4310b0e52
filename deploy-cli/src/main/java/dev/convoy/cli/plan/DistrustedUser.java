package dev.convoy.cli.plan;

import dev.convoy.activation.HostState;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.store.info.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host whose Nix takes paths from the login user only with a signature that it knows. Three things help: root, trust in the
 * user, and a key. Which of them is nearest is said first.
 */
final class DistrustedUser {
    /** Every Nix trusts it from the beginning, and nobody else can sign with it. */
    private static final String PUBLIC_CACHE = "cache.nixos.org-";

    private static final String OR_TRUST = "Or add the login user to nix.settings.trusted-users there.";

    private DistrustedUser() {}

    /** None where the host trusts the user, or the key that signs what is sent, or does not say. */
    static Optional<Failure> problem(HostState state, Optional<PublicKey> signer) {
        if (!state.trusted().equals(Optional.of(false))) {
            return Optional.empty();
        }
        return signer.isPresent()
                ? withKey(state, signer.get())
                : Optional.of(
                        failure("the host's Nix accepts no unsigned paths from the login user", withoutKey(state)));
    }

    private static Optional<Failure> withKey(HostState state, PublicKey signer) {
        if (state.trustedKeys().isEmpty() || state.trustedKeys().contains(signer.toString())) {
            return Optional.empty();
        }
        List<String> hints = List.of("Add this to nix.settings.trusted-public-keys there: " + signer, OR_TRUST);
        return Optional.of(failure(
                "the host's Nix accepts paths from the login user only with a signature that it trusts, and "
                        + signer.name() + " is not among its keys",
                hints));
    }

    private static List<String> withoutKey(HostState state) {
        List<String> hints = new ArrayList<>();
        List<String> names = state.trustedKeys().stream()
                .filter(key -> !key.startsWith(PUBLIC_CACHE))
                .map(key -> key.split(":", 2)[0])
                .toList();
        if (state.rootProblem().filter(why -> why.contains("password")).isPresent()) {
            hints.add("Let the login user become root: --ask-sudo-password, or a sudo rule without a password.");
        }
        hints.add(
                names.isEmpty()
                        ? "Sign what is sent: --sign-with FILE, with a key whose public half is in"
                                + " nix.settings.trusted-public-keys there."
                        : "Sign what is sent: --sign-with FILE, with the secret half of " + String.join(" or ", names)
                                + ", which it trusts.");
        hints.add(OR_TRUST);
        return hints;
    }

    private static Failure failure(String message, List<String> hints) {
        return new Failure("plan.not-trusted", Phase.PLAN, message, List.of(), hints);
    }
}
