package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.info.PublicKey;
import dev.convoy.store.path.StorePath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FetchableTest {
    private static final Optional<PublicKey> NO_KEY = Optional.empty();

    private final PathInfo glibc = path("glibc", "cache.nixos.org-1");
    private final PathInfo patched = path("patched", "");
    private final PathInfo bash = path("bash", "cache.nixos.org-1", glibc);
    private final PathInfo firefox = path("firefox", "cache.nixos.org-1", patched);
    private final PathInfo system = path("system", "", bash, firefox);
    private final List<PathInfo> all = List.of(glibc, patched, bash, firefox, system);

    @Test
    void whatOthersHaveSignedMayBeFetchedUnlessItNeedsWhatIsSent() {
        assertThat(Fetchable.of(all, Substitution.AUTO, NO_KEY)).containsExactly(glibc, bash);
    }

    @Test
    void whatWeSignedOurselvesIsInNoCache() {
        PublicKey ours = PublicKey.parse("ours-1:A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
        PathInfo built = path("built", "ours-1");
        assertThat(Fetchable.of(List.of(built), Substitution.AUTO, Optional.of(ours)))
                .isEmpty();
        assertThat(Fetchable.of(List.of(built), Substitution.AUTO, NO_KEY)).containsExactly(built);
    }

    @Test
    void everythingMayBeFetchedWhereTheOperatorSaysSo() {
        assertThat(Fetchable.of(all, Substitution.ALWAYS, NO_KEY)).isEqualTo(all);
        assertThat(Fetchable.of(List.of(path("recipe.drv", "")), Substitution.ALWAYS, NO_KEY))
                .isEmpty();
    }

    @Test
    void nothingMayBeFetchedWhereTheOperatorSaysSo() {
        assertThat(Fetchable.of(all, Substitution.NEVER, NO_KEY)).isEmpty();
    }

    private static PathInfo path(String name, String signer, PathInfo... references) {
        var paths = new TreeSet<StorePath>();
        Arrays.stream(references).forEach(info -> paths.add(info.path()));
        return new PathInfo(
                new StorePath("0".repeat(32), name),
                Optional.empty(),
                NixHash.sha256(new byte[32]),
                100,
                paths,
                new TreeSet<>(signer.isEmpty() ? List.of() : List.of(signer + ":sig")),
                Optional.empty());
    }
}
