package dev.convoy.store.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.hash.NixHash.Algorithm;
import dev.convoy.store.nar.NarDigest;
import dev.convoy.store.nar.SampleTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that Nix 2.8 computed. */
class StorePathsVectorsTest {
    private static final byte[] HELLO = bytes("hello\n");
    private static final SortedSet<StorePath> NONE = Collections.emptySortedSet();

    @TempDir
    Path directory;

    @Test
    void flatHashOfAFile() {
        assertThat(Algorithm.SHA256.hash(HELLO).nix32())
                .isEqualTo("00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq");
    }

    @Test
    void fileAddedAsSource() throws IOException {
        Path file = Files.write(directory.resolve("hello.txt"), HELLO);

        assertThat(StorePaths.source("hello.txt", NarDigest.of(file).hash(), NONE, false))
                .hasToString("/nix/store/i9pmrzmpshapij2kin22pff6fc2adavx-hello.txt");
    }

    @Test
    void fileWithFixedFlatHashes() {
        assertThat(StorePaths.fixed("hello.txt", Ingestion.FLAT, Algorithm.SHA256.hash(HELLO)))
                .hasToString("/nix/store/gy454w1cxaq731grqwylhzf4pp9r5izh-hello.txt");
        assertThat(StorePaths.fixed("hello.txt", Ingestion.FLAT, Algorithm.SHA1.hash(HELLO)))
                .hasToString("/nix/store/svdva85yi507g9vncgsaxvnd1r808h4w-hello.txt");
    }

    @Test
    void textWithAndWithoutReferences() {
        StorePath foo = StorePaths.text("foo.txt", Algorithm.SHA256.hash(bytes("bar")), NONE);
        NixHash see = Algorithm.SHA256.hash(bytes("see " + foo + "\n"));

        assertThat(foo).hasToString("/nix/store/71bjzxqgii13agm1np9jl9aqxim5pp51-foo.txt");
        assertThat(StorePaths.text("withref", see, new TreeSet<>(Set.of(foo))))
                .hasToString("/nix/store/4avw7a8l3xmap487nsphy4l9x93mhxf6-withref");
    }

    @Test
    void treeAsSourceAndWithAFixedRecursiveHash() throws IOException {
        Path tree = SampleTree.known(directory);

        assertThat(StorePaths.fixed("tree", Ingestion.NAR, NarDigest.of(tree).hash()))
                .hasToString("/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree");
        assertThat(StorePaths.fixed(
                        "tree",
                        Ingestion.NAR,
                        NarDigest.of(tree, Algorithm.SHA1).hash()))
                .hasToString("/nix/store/zs7ffknl60mjnk726j4lsnv00vcccndg-tree");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
