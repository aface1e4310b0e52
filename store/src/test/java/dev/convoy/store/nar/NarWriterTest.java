package dev.convoy.store.nar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NarWriterTest {
    @TempDir
    Path directory;

    @Test
    void writesTheKnownTree() throws IOException {
        Path tree = SampleTree.known(directory);

        NarDigest digest = NarDigest.of(tree);

        assertThat(digest.size()).isEqualTo(880).isEqualTo(NarSize.of(tree));
        assertThat(digest.hash().base16())
                .isEqualTo("9bf04171ffd453f233bed2f4a492d213ed5e588e2e29058d62e7cc8581c7f58c");
        assertThat(digest.hash()).hasToString("sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v");
    }

    @Test
    void knowsTheSizeBeforehand() throws IOException {
        Path tree = SampleTree.nasty(directory);

        assertThat(NarSize.of(tree)).isEqualTo(nar(tree).length);
        assertThat(NarWriter.write(tree, OutputStream.nullOutputStream())).isEqualTo(NarSize.of(tree));
    }

    @Test
    void sortsNamesByTheirBytes() throws IOException {
        Path tree = SampleTree.nasty(directory);
        List<String> names = new ArrayList<>();

        NarReader.read(new ByteArrayInputStream(nar(tree)), new TopNames(names));

        assertThat(names).containsSubsequence(" ", "A", "B", "_", "a", "a-", "a.b", "~", "ä", "ÿ", "\uffee", "🚚");
        assertThat(names).contains("\ufffd\ufffd-not-utf8");
    }

    @Test
    void writesFilesAndSymlinksThatAreRootsThemselves() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "hello\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file.getFileName());

        assertThat(nar(file)).hasSize(24 + 16 + 32 + 16 + 16 + 16);
        assertThat(new String(nar(link), StandardCharsets.ISO_8859_1))
                .contains("symlink")
                .contains("file");
        assertThat(NarSize.of(link)).isEqualTo(nar(link).length);
    }

    @Test
    void writesWhatWasReadIntoTheSameBytes() throws IOException {
        byte[] nar = nar(SampleTree.nasty(directory));
        Path copy = directory.resolve("copy");

        NarReader.restore(new ByteArrayInputStream(nar), copy);

        assertThat(nar(copy)).isEqualTo(nar);
    }

    @Test
    void keepsSymlinkTargetsByteForByte() throws IOException, InterruptedException {
        for (String octal : List.of("a//b/", "/", "//x", "../", "\\377/\\376", "/abs/\\200", "\\303\\244", ".")) {
            Path link = directory.resolve("link");
            new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "rm -f \"$1\"; ln -s \"$(printf \"$2\")\" \"$1\"",
                            "link",
                            link.toString(),
                            octal)
                    .start()
                    .waitFor();
            byte[] expected = new ProcessBuilder("readlink", "-n", link.toString())
                    .start()
                    .getInputStream()
                    .readAllBytes();
            List<byte[]> targets = new ArrayList<>();

            NarTree.visit(link, new Targets(targets));

            assertThat(targets).singleElement().isEqualTo(expected);
        }
    }

    @Test
    void refusesAFileThatChangesUnderneath() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "x".repeat(100));
        OutputStream growing = new OutputStream() {
            @Override
            public void write(int b) {}
        };
        NarVisitor encoder = NarWriter.to(growing);

        for (int size : new int[] {50, 150}) {
            assertThatThrownBy(() -> NarTree.visit(file, new Resizing(encoder, file, size)))
                    .isInstanceOf(NarException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("changed its size");
            Files.writeString(file, "x".repeat(100));
        }
    }

    @Test
    void refusesWhatIsNeitherFileNorDirectoryNorSymlink() {
        assertThatThrownBy(() -> NarWriter.write(Path.of("/dev/null"), OutputStream.nullOutputStream()))
                .isInstanceOf(NarException.class)
                .hasMessageContaining("/dev/null");
    }

    static byte[] nar(Path tree) throws IOException {
        var out = new ByteArrayOutputStream();
        NarWriter.write(tree, out);
        return out.toByteArray();
    }

    /** Keeps the names in the root directory. */
    private static final class TopNames extends Quiet {
        private final List<String> names;
        private int depth;

        TopNames(List<String> names) {
            this.names = names;
        }

        @Override
        public void directory() {
            depth++;
        }

        @Override
        public void entry(byte[] name) {
            if (depth == 1) {
                names.add(new String(name, StandardCharsets.UTF_8));
            }
        }

        @Override
        public void endOfDirectory() {
            depth--;
        }
    }

    /** Keeps the targets of symlinks. */
    private static final class Targets extends Quiet {
        private final List<byte[]> targets;

        Targets(List<byte[]> targets) {
            this.targets = targets;
        }

        @Override
        public void symlink(byte[] target) {
            targets.add(target);
        }
    }

    /** Gives the file another size after it was looked at, before it is read. */
    private static final class Resizing extends Quiet {
        private final NarVisitor next;
        private final Path file;
        private final int size;

        Resizing(NarVisitor next, Path file, int size) {
            this.next = next;
            this.file = file;
            this.size = size;
        }

        @Override
        public void file(boolean executable, long announced, InputStream contents) throws IOException {
            Files.writeString(file, "x".repeat(size));
            next.file(executable, announced, contents);
        }
    }
}
