package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.path.StorePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which of the paths that a host lacks its caches may have. What was signed by somebody else came from a cache itself, and most
 * hosts trust the same ones; what was built here has no signature, or ours.
 */
final class Fetchable {
    private Fetchable() {}

    /**
     * Those that can be fetched without anything that has to be sent before.
     *
     * @param missing each behind its references
     * @param ours the key that this run signs with
     */
    static List<PathInfo> of(List<PathInfo> missing, Substitution when, Optional<PublicKey> ours) {
        return switch (when) {
            case NEVER -> List.of();
            case ALWAYS -> closed(missing, info -> !info.path().name().endsWith(".drv"));
            case AUTO -> closed(missing, info -> isSignedByOthers(info, ours));
        };
    }

    private static boolean isSignedByOthers(PathInfo info, Optional<PublicKey> ours) {
        return info.signatures().stream()
                .map(signature -> signature.substring(0, Math.max(0, signature.indexOf(':'))))
                .anyMatch(name -> !ours.map(PublicKey::name).equals(Optional.of(name)));
    }

    private static List<PathInfo> closed(List<PathInfo> missing, Predicate<PathInfo> wanted) {
        List<PathInfo> fetchable = new ArrayList<>();
        Set<StorePath> sent = new HashSet<>();
        for (PathInfo info : missing) {
            if (wanted.test(info) && info.references().stream().noneMatch(sent::contains)) {
                fetchable.add(info);
            } else {
                sent.add(info.path());
            }
        }
        return fetchable;
    }
}
