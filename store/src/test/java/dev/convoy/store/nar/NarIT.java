package dev.convoy.store.nar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.RealNix;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our archives and those of the installed Nix, in both directions. */
class NarIT {
    @TempDir
    Path directory;

    private RealNix nix;

    @BeforeEach
    void findNix() throws InterruptedException {
        nix = RealNix.orSkip();
    }

    @Test
    void writesWhatNixStoreDumpWrites() throws IOException, InterruptedException {
        Path nasty = SampleTree.nasty(directory);
        Path file = Files.writeString(directory.resolve("file"), "hello\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a//b/"));

        for (Path root : List.of(
                nasty, SampleTree.known(directory), file, link, Files.createDirectory(directory.resolve("empty")))) {
            assertThat(NarWriterTest.nar(root)).isEqualTo(nix.bytesOf("nix-store", "--dump", root.toString()));
        }
    }

    @Test
    void nixStoreRestoresWhatWeWrote() throws IOException, InterruptedException {
        Path tree = SampleTree.nasty(directory);
        Path nar = directory.resolve("ours.nar");
        Path restored = directory.resolve("restored");
        try (OutputStream out = Files.newOutputStream(nar)) {
            NarWriter.write(tree, out);
        }

        nix.run("/bin/sh", "-c", "nix-store --restore \"$1\" < \"$2\"", "restore", restored.toString(), nar.toString());

        assertThat(NarWriterTest.nar(restored)).isEqualTo(Files.readAllBytes(nar));
        assertThat(nix.run("diff", "-r", "--no-dereference", tree.toString(), restored.toString()))
                .isEmpty();
    }

    @Test
    void restoresWhatNixStoreDumped() throws IOException, InterruptedException {
        Path tree = SampleTree.nasty(directory);
        Path restored = directory.resolve("restored");
        Process dump = new ProcessBuilder("nix-store", "--dump", tree.toString()).start();

        try (InputStream in = dump.getInputStream()) {
            NarReader.restore(in, restored);
            assertThat(in.read()).isEqualTo(-1);
        }

        assertThat(dump.waitFor()).isZero();
        assertThat(nix.run("diff", "-r", "--no-dereference", tree.toString(), restored.toString()))
                .isEmpty();
        assertThat(Files.getPosixFilePermissions(restored.resolve("empty executable")))
                .containsAll(PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    @Test
    void hashesAsNixDoes() throws IOException, InterruptedException {
        Path tree = SampleTree.nasty(directory);

        assertThat(NarDigest.of(tree).hash().sri()).isEqualTo(nix.run("nix", "hash", "path", tree.toString()));
    }

    /** Two sparse GiB and a byte: sizes that do not fit into an int. */
    @Test
    void writesFilesBeyondTwoGibibytes() throws IOException, InterruptedException {
        Path big = directory.resolve("big");
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength((2L << 30) + 1);
        }

        NarDigest ours = NarDigest.of(big);

        assertThat(ours.size()).isEqualTo(24 + 16 + 32 + 16 + 8 + (2L << 30) + 8 + 16);
        assertThat(ours.hash().sri()).isEqualTo(nix.run("nix", "hash", "path", big.toString()));
    }
}
