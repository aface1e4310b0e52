package dev.convoy.transfer.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PredecessorsTest {
    @Test
    void takesTheOneOfTheSameName() {
        PathInfo old = path('1', "glibc-2.35-224", 100);
        assertThat(of(path('2', "glibc-2.35-224", 50), path('3', "glibc-2.36-1", 50), old))
                .contains(old);
    }

    @Test
    void takesAnotherVersionOfTheSamePackage() {
        PathInfo old = path('1', "glibc-2.34-210", 100);
        assertThat(of(path('2', "glibc-2.35-224", 100), old)).contains(old);
    }

    @Test
    void takesNoOtherOutput() {
        assertThat(of(path('2', "glibc-2.35-224", 100), path('1', "glibc-2.35-224-bin", 100)))
                .isEmpty();
    }

    @Test
    void takesTheNearestInSizeOfSeveral() {
        PathInfo near = path('3', "unit-nginx.service", 90);
        assertThat(of(path('2', "unit-nginx.service", 100), path('1', "unit-nginx.service", 10), near))
                .contains(near);
    }

    @Test
    void takesNothingForAPackageThatIsNew() {
        assertThat(of(path('2', "vim-9.0", 100), path('1', "emacs-29", 100))).isEmpty();
    }

    @Test
    void keepsTheWordsThatAreNoVersion() {
        assertThat(Predecessors.packageOf(path('1', "gcc-12.2.0-lib", 1).path()))
                .isEqualTo("gcc-lib");
        assertThat(Predecessors.packageOf(
                        path('1', "nixos-system-web1-23.05.20230530", 1).path()))
                .isEqualTo("nixos-system-web1");
    }

    private static Optional<PathInfo> of(PathInfo path, PathInfo... old) {
        return new Predecessors(List.of(old)).of(path);
    }

    static PathInfo path(char digit, String name, long size) {
        return new PathInfo(
                new StorePath(String.valueOf(digit).repeat(32), name),
                Optional.empty(),
                NixHash.sha256(new byte[32]),
                size,
                new TreeSet<>(),
                new TreeSet<>(),
                Optional.empty());
    }
}
