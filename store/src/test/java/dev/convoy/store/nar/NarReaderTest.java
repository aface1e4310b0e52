package dev.convoy.store.nar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.Randomness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarReaderTest {
    @TempDir
    Path directory;

    @Test
    void readsBackWhatWasWritten() {
        Randomness.forCases(300, random -> {
            byte[] nar = randomNar(random);
            assertThat(rewritten(nar)).isEqualTo(nar);
        });
    }

    @Test
    void damagedArchivesAreReadAsTheyAreOrRefused() {
        Randomness.forCases(3000, random -> {
            byte[] nar = Randomness.damaged(random, randomNar(random));
            try {
                byte[] again = rewritten(nar);
                assertThat(nar).startsWith(again);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(NarException.class);
            }
        });
    }

    @Test
    void takesNothingBeyondTheArchive() throws IOException {
        byte[] nar = randomNar(new Random(1));
        InputStream in = new ByteArrayInputStream(Arrays.copyOf(nar, nar.length + 5));

        NarReader.read(in, new Quiet());

        assertThat(in.readAllBytes()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "/", "nul\0", ""})
    void refusesNamesThatLeaveTheDirectory(String name) throws IOException {
        byte[] nar = directoryOf(name);

        assertThatThrownBy(() -> NarReader.read(new ByteArrayInputStream(nar), new Quiet()))
                .isInstanceOf(NarException.class);
    }

    @Test
    void refusesEntriesThatDoNotAscend() throws IOException {
        refuses(directoryOf("b", "a"), "a name behind b");
        refuses(directoryOf("a", "a"), "a name behind a");
        refuses(directoryOf("ä", "z"), "a name behind ä");
        assertThatCode(() -> NarReader.read(new ByteArrayInputStream(directoryOf("a", "aa", "b")), new Quiet()))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesLongNamesLongTargetsAndEmptyTargets() throws IOException {
        refuses(directoryOf("n".repeat(256)), "a length of at most 255");
        refuses(symlinkTo("t".repeat(4096)), "a length of at most 4095");
        refuses(symlinkTo(""), "at least 1");
        refuses(symlinkTo("a\0b"), "without NUL");
        rewritten(symlinkTo("t".repeat(4095)));
        rewritten(directoryOf("n".repeat(255)));
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws IOException {
        rewritten(nested(64));
        refuses(nested(65), "64 nested directories");
    }

    @Test
    void refusesPaddingThatIsNotZero() throws IOException {
        byte[] nar = symlinkTo("abc");
        nar[nar.length - 17] = 1;

        refuses(nar, "padding with zeroes");
    }

    @Test
    void refusesSizesThatCannotBe() {
        byte[] nar = "\r\0\0\0\0\0\0\0nix-archive-1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] huge = Arrays.copyOf(nar, nar.length + 8);
        Arrays.fill(huge, nar.length, huge.length, (byte) 0xff);

        refuses(huge, "not 18446744073709551615");
    }

    @Test
    void saysWhereAnArchiveIsCutOff() throws IOException {
        byte[] nar = randomNar(new Random(7));
        for (int length = 0; length < nar.length; length += 7) {
            refuses(Arrays.copyOf(nar, length), "more bytes");
        }
    }

    @Test
    void doesNotRestoreOverWhatExists() throws IOException {
        Path target = Files.writeString(directory.resolve("precious"), "keep");
        byte[] nar = symlinkTo("x");

        assertThatThrownBy(() -> NarReader.restore(new ByteArrayInputStream(nar), target))
                .isInstanceOf(IOException.class);
        assertThat(target).hasContent("keep");
    }

    private static void refuses(byte[] nar, String because) {
        assertThatThrownBy(() -> NarReader.read(new ByteArrayInputStream(nar), new Quiet()))
                .isInstanceOf(NarException.class)
                .hasMessageContaining(because);
    }

    private static byte[] rewritten(byte[] nar) throws IOException {
        var out = new ByteArrayOutputStream();
        NarReader.read(new ByteArrayInputStream(nar), NarWriter.to(out));
        return out.toByteArray();
    }

    private static byte[] directoryOf(String... names) throws IOException {
        var out = new ByteArrayOutputStream();
        NarVisitor writer = NarWriter.to(out);
        writer.directory();
        for (String name : names) {
            writer.entry(name.getBytes(StandardCharsets.UTF_8));
            writer.file(false, 0, InputStream.nullInputStream());
        }
        writer.endOfDirectory();
        return out.toByteArray();
    }

    private static byte[] symlinkTo(String target) throws IOException {
        var out = new ByteArrayOutputStream();
        NarWriter.to(out).symlink(target.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] nested(int depth) throws IOException {
        var out = new ByteArrayOutputStream();
        NarVisitor writer = NarWriter.to(out);
        for (int i = 0; i < depth; i++) {
            writer.directory();
            writer.entry(new byte[] {'d'});
        }
        writer.symlink(new byte[] {'x'});
        for (int i = 0; i < depth; i++) {
            writer.endOfDirectory();
        }
        return out.toByteArray();
    }

    private static byte[] randomNar(Random random) throws IOException {
        var out = new ByteArrayOutputStream();
        randomNode(random, NarWriter.to(out), 0);
        return out.toByteArray();
    }

    private static void randomNode(Random random, NarVisitor to, int depth) throws IOException {
        switch (random.nextInt(depth < 4 ? 4 : 2)) {
            case 0 -> {
                byte[] contents = Randomness.bytes(random, random.nextInt(40));
                to.file(random.nextBoolean(), contents.length, new ByteArrayInputStream(contents));
            }
            case 1 -> to.symlink(randomName(random));
            default -> {
                to.directory();
                var names = new TreeSet<byte[]>(Arrays::compareUnsigned);
                for (int i = random.nextInt(5); i > 0; i--) {
                    names.add(randomName(random));
                }
                for (byte[] name : names) {
                    to.entry(name);
                    randomNode(random, to, depth + 1);
                }
                to.endOfDirectory();
            }
        }
    }

    private static byte[] randomName(Random random) {
        byte[] name = Randomness.bytes(random, 1 + random.nextInt(12));
        for (int i = 0; i < name.length; i++) {
            name[i] = name[i] == 0 || name[i] == '/' || name[i] == '.' ? (byte) '_' : name[i];
        }
        return name;
    }
}
