package dev.convoy.transfer.delta;

import static dev.convoy.transfer.delta.PredecessorsTest.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.info.PathInfo;
import dev.convoy.transfer.pool.Bases;
import dev.convoy.transfer.pool.Encoding;
import dev.convoy.transfer.pool.Parcel;
import dev.convoy.transfer.pool.SourcePool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaPackingTest {
    private static final long MIB = 1 << 20;
    private static final Path DIRECTORY = Path.of("/nowhere");

    private final PathInfo oldA = path('1', "a", MIB);
    private final PathInfo newA = path('2', "a", MIB);
    private final PathInfo oldB = path('3', "b", 9 * MIB);
    private final PathInfo newB = path('4', "b", 9 * MIB);
    private final PathInfo fresh = path('5', "c", MIB);
    private final SourcePool.Source source = _ -> sink -> {};
    private final DeltaPacking packing = new DeltaPacking(new Predecessors(List.of(oldA, oldB)), source, DIRECTORY);

    @Test
    void putsSmallPathsTogetherWithTheirPredecessors() {
        assertThat(packing.pack(List.of(newA, fresh))).containsExactly(parcel(List.of(newA, fresh), 2 * MIB, oldA));
    }

    @Test
    void leavesALargePathAloneAndKeepsTheOrder() {
        assertThat(packing.pack(List.of(newA, newB, fresh)))
                .containsExactly(
                        parcel(List.of(newA), MIB, oldA),
                        parcel(List.of(newB), 9 * MIB, oldB),
                        parcel(List.of(fresh), MIB));
    }

    @Test
    void namesABaseOnceThatServesSeveralPaths() {
        PathInfo other = path('6', "a", MIB);
        assertThat(packing.pack(List.of(newA, other))).containsExactly(parcel(List.of(newA, other), 2 * MIB, oldA));
    }

    @Test
    void countsWhatHasAPredecessor() {
        assertThat(packing.comparable(List.of(newA, newB, fresh))).isEqualTo(10 * MIB);
    }

    private Parcel parcel(List<PathInfo> paths, long narBytes, PathInfo... bases) {
        return new Parcel(paths, new Encoding.Patched(new Bases(List.of(bases), source, DIRECTORY), narBytes));
    }
}
