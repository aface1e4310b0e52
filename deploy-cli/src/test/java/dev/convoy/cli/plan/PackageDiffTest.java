package dev.convoy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.path.StorePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageDiffTest {
    @Test
    void versionsBeginAfterTheFirstDashWithoutALetter() {
        name("nginx-1.26.2", "nginx", "1.26.2");
        name("python3.12-requests-2.32.3", "python3.12-requests", "2.32.3");
        name("glibc-2.40-66-bin", "glibc", "2.40-66");
        name("etc", "etc", "");
        name("unit-nginx.service", "unit-nginx.service", "");
        name("linux-6.12.4-modules-shrunk", "linux", "6.12.4-modules-shrunk");
    }

    @Test
    void saysWhatCameWentAndChanged() {
        var before = List.of(
                path('1', "nginx-1.26.1", 100_000), path('2', "htop-3.3", 50_000), path('3', "bash-5.2", 7_000));
        var after = List.of(
                path('4', "nginx-1.26.2", 130_000), path('5', "redis-7.2", 80_000), path('3', "bash-5.2", 7_000));
        PackageDiff diff = PackageDiff.between(before, after);
        assertThat(diff.changes())
                .containsExactly(
                        new PackageChange("htop", List.of("3.3"), List.of(), 50_000, 0),
                        new PackageChange("nginx", List.of("1.26.1"), List.of("1.26.2"), 100_000, 130_000),
                        new PackageChange("redis", List.of(), List.of("7.2"), 0, 80_000));
        assertThat(diff.changes().stream().map(PackageChange::kind))
                .containsExactly(PackageChange.Kind.REMOVED, PackageChange.Kind.CHANGED, PackageChange.Kind.ADDED);
        assertThat(diff.growth()).isEqualTo(60_000);
    }

    @Test
    void rebuildsInTheSameVersionAreOnlyCountedUnlessTheirSizeChanged() {
        var before = List.of(path('1', "etc", 10_000), path('2', "kernel-6.1", 1_000_000));
        var after = List.of(path('3', "etc", 10_100), path('4', "kernel-6.1", 2_000_000));
        PackageDiff diff = PackageDiff.between(before, after);
        assertThat(diff.rebuilt()).isEqualTo(1);
        assertThat(diff.changes()).extracting(PackageChange::name).containsExactly("kernel");
    }

    @Test
    void outputsOfOnePackageCountTogether() {
        var before = List.of(path('1', "curl-8.1", 10), path('2', "curl-8.1-bin", 20), path('3', "curl-8.0", 5));
        PackageDiff diff = PackageDiff.between(before, List.of());
        assertThat(diff.changes()).containsExactly(new PackageChange("curl", List.of("8.0", "8.1"), List.of(), 35, 0));
    }

    private static void name(String text, String name, String version) {
        assertThat(PackageName.of(new StorePath("0".repeat(32), text))).isEqualTo(new PackageName(name, version));
    }

    private static StoredPath path(char hash, String name, long size) {
        return new StoredPath(new StorePath(String.valueOf(hash).repeat(32), name), size);
    }
}
