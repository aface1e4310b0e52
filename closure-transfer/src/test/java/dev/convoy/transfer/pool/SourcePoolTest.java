package dev.convoy.transfer.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdInputStream;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.store.protocol.ServeMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SourcePoolTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final Map<StorePath, byte[]> nars = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void readsAPathOnceForAllThatWantIt() throws Exception {
        Parcel parcel = raw(path("large", 5 * MIB));
        SourcePool pool = pool(64 * MIB);
        pool.expect(List.of(parcel, parcel, parcel));
        byte[] first = readAll(pool.open(parcel));
        byte[] second = readAll(pool.open(parcel));
        byte[] third = readAll(pool.open(parcel));
        assertThat(first).isEqualTo(messages(parcel)).isEqualTo(second).isEqualTo(third);
        assertThat(reads).hasValue(1);
    }

    @Test
    void readsAgainForWhoeverWasNotExpected() throws Exception {
        Parcel parcel = raw(path("small", 100));
        SourcePool pool = pool(64 * MIB);
        assertThat(readAll(pool.open(parcel))).isEqualTo(readAll(pool.open(parcel)));
        assertThat(reads).hasValue(2);
    }

    @Test
    void theFastOneDoesNotWaitForTheSlowOneAndMemoryStaysBounded() throws Exception {
        Parcel parcel = raw(path("large", 40 * MIB));
        SourcePool pool = pool(4 * MIB);
        pool.expect(List.of(parcel, parcel));
        try (ParcelReader slow = pool.open(parcel);
                ParcelReader fast = pool.open(parcel)) {
            slow.next();
            byte[] fastBytes = readAll(fast);
            assertThat(pool.mostMemory()).isLessThanOrEqualTo(5L * MIB);
            assertThat(fastBytes).isEqualTo(messages(parcel));
            assertThat(concat(messages(parcel), Piece.SIZE, readAll(slow))).isEqualTo(fastBytes);
        }
        assertThat(pool.mostMemory()).isLessThanOrEqualTo(5L * MIB);
    }

    @Test
    void whatIsCompressedWaitsInAFileThatNobodyElseSees() throws Exception {
        Parcel parcel = new Parcel(List.of(path("noise", 20 * MIB)), new Encoding.Zstd(1));
        SourcePool pool = pool(2 * MIB);
        pool.expect(List.of(parcel, parcel));
        byte[] first = readAll(pool.open(parcel));
        assertThat(readAll(pool.open(parcel))).isEqualTo(first);
        assertThat(reads).as("compressed once").hasValue(1);
        assertThat(pool.mostMemory()).isLessThanOrEqualTo(3L * MIB);
        try (var files = Files.list(directory.resolve("spill"))) {
            assertThat(files).isEmpty();
        }
        assertThat(unpacked(new ZstdInputStream(new ByteArrayInputStream(first))))
                .isEqualTo(messages(parcel));
    }

    @Test
    void compressesAgainWhereThereIsNoRoomForTheFile() throws Exception {
        Parcel parcel = new Parcel(List.of(path("noise", 8 * MIB)), new Encoding.Zstd(1));
        Path noDirectory = Files.writeString(directory.resolve("file"), "");
        SourcePool pool = new SourcePool(this::open, 2 * MIB, noDirectory);
        pool.expect(List.of(parcel, parcel));
        byte[] first = readAll(pool.open(parcel));
        assertThat(readAll(pool.open(parcel))).isEqualTo(first);
        assertThat(reads).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void manyReadersAtTheirOwnPaceGetTheSame(int level) throws Exception {
        List<Parcel> parcels = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            PathInfo info = path("path-" + n, 200_000 * n + 1);
            parcels.add(n % 2 == 0 ? raw(info) : new Parcel(List.of(info), new Encoding.Zstd(level)));
        }
        SourcePool pool = pool(3 * MIB);
        List<FutureTask<List<byte[]>>> hosts = new ArrayList<>();
        for (int host = 0; host < 6; host++) {
            pool.expect(parcels);
        }
        for (int host = 0; host < 6; host++) {
            var task = new FutureTask<>(() -> {
                List<byte[]> all = new ArrayList<>();
                for (Parcel parcel : parcels) {
                    all.add(readAll(pool.open(parcel)));
                }
                return all;
            });
            hosts.add(task);
            Thread.ofVirtual().start(task);
        }
        List<byte[]> expected = hosts.getFirst().get();
        for (FutureTask<List<byte[]>> host : hosts) {
            for (int n = 0; n < expected.size(); n++) {
                assertThat(host.get().get(n)).isEqualTo(expected.get(n));
            }
        }
        assertThat(expected.get(4)).isEqualTo(messages(parcels.get(4)));
    }

    @Test
    void severalSmallPathsAreOneFrame() throws Exception {
        Parcel parcel = new Parcel(List.of(path("a", 100), path("b", 300)), new Encoding.Zstd(3));
        byte[] frame = readAll(pool(MIB).open(parcel));
        assertThat(unpacked(new ZstdInputStream(new ByteArrayInputStream(frame))))
                .isEqualTo(messages(parcel));
        Parcel zipped = new Parcel(parcel.paths(), new Encoding.Gzip());
        byte[] member = readAll(pool(MIB).open(zipped));
        assertThat(unpacked(new GZIPInputStream(new ByteArrayInputStream(member))))
                .isEqualTo(messages(parcel));
    }

    @Test
    void whatHardlyGetsSmallerIsNotWorkedOnForLong() throws Exception {
        PathInfo noise = path("noise", 4 * MIB);
        byte[] slow = readAll(pool(MIB).open(new Parcel(List.of(noise), new Encoding.Zstd(19))));
        byte[] fast = readAll(pool(MIB).open(new Parcel(List.of(noise), new Encoding.Zstd(1))));
        assertThat(slow).as("neither level was asked").isEqualTo(fast);
    }

    @Test
    void aPathThatIsNotWhatWasRecordedReachesNobodyWhole() throws Exception {
        PathInfo rotten = path("rotten", 3 * MIB);
        narOf(rotten)[MIB] ^= 1;
        Parcel parcel = raw(rotten);
        SourcePool pool = pool(MIB);
        pool.expect(List.of(parcel, parcel));
        for (int host = 0; host < 2; host++) {
            assertThatExceptionOfType(NarSourceException.class)
                    .isThrownBy(() -> readAll(pool.open(parcel)))
                    .withMessageContaining("not the recorded");
        }
    }

    @Test
    void nothingStaysInMemoryWhenTheLastReaderHasGone() throws Exception {
        Parcel parcel = raw(path("large", 10 * MIB));
        SourcePool pool = pool(2 * MIB);
        for (int run = 0; run < 20; run++) {
            pool.expect(List.of(parcel, parcel, parcel));
            pool.open(parcel).close();
            try (ParcelReader one = pool.open(parcel)) {
                one.next();
            }
            pool.forgo(List.of(parcel));
        }
        assertThat(readAll(pool.open(parcel))).isEqualTo(messages(parcel));
        assertThat(pool.mostMemory()).isLessThanOrEqualTo(4L * MIB);
    }

    private SourcePool pool(long memory) {
        return new SourcePool(this::open, memory, directory.resolve("spill"));
    }

    private dev.convoy.store.protocol.NarSource open(PathInfo info) {
        reads.incrementAndGet();
        byte[] nar = narOf(info);
        return sink -> {
            for (int at = 0; at < nar.length; at += 100_000) {
                sink.write(nar, at, Math.min(100_000, nar.length - at));
            }
        };
    }

    private byte[] narOf(PathInfo info) {
        return Objects.requireNonNull(nars.get(info.path()));
    }

    private PathInfo path(String name, int size) {
        byte[] nar = new byte[size];
        new Random(size).nextBytes(nar);
        StorePath path = new StorePath("0".repeat(32), name);
        nars.put(path, nar);
        return new PathInfo(
                path,
                Optional.empty(),
                NixHash.sha256(NixHash.Algorithm.SHA256.newDigest().digest(nar)),
                size,
                new TreeSet<>(),
                new TreeSet<>(),
                Optional.empty());
    }

    private static Parcel raw(PathInfo info) {
        return new Parcel(List.of(info), Encoding.RAW);
    }

    private byte[] messages(Parcel parcel) throws IOException {
        var all = new ByteArrayOutputStream();
        for (PathInfo info : parcel.paths()) {
            ServeMessages.addPath(info, sink -> sink.write(narOf(info)), all);
        }
        return all.toByteArray();
    }

    private static byte[] readAll(ParcelReader reader) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        long narBytes = 0;
        try (reader) {
            for (Optional<Piece> piece = reader.next(); piece.isPresent(); piece = reader.next()) {
                all.write(piece.get().bytes(), 0, piece.get().length());
                narBytes += piece.get().narBytes();
            }
        }
        assertThat(narBytes).isLessThanOrEqualTo(reader.parcel().narSize());
        return all.toByteArray();
    }

    private static byte[] concat(byte[] whole, int skipped, byte[] rest) {
        byte[] all = new byte[skipped + rest.length];
        System.arraycopy(whole, 0, all, 0, skipped);
        System.arraycopy(rest, 0, all, skipped, rest.length);
        return all;
    }

    private static byte[] unpacked(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }
}
