package dev.convoy.store.protocol;

import static dev.convoy.store.protocol.Samples.DRV;
import static dev.convoy.store.protocol.Samples.HELLO;
import static dev.convoy.store.protocol.Samples.HELLO_NAR;
import static dev.convoy.store.protocol.Samples.SIGNATURE;
import static dev.convoy.store.protocol.Samples.TREE;
import static dev.convoy.store.protocol.Samples.TREE_HASH;
import static dev.convoy.store.protocol.Samples.TREE_HASH_NIX32;
import static dev.convoy.store.protocol.Samples.path;
import static dev.convoy.store.protocol.Samples.utf8;
import static dev.convoy.store.protocol.Wire.hex;
import static dev.convoy.store.protocol.Wire.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeClientTest {
    private static final byte[] HELLO_27 = hex("eb9d0c39 00000000 0702000000000000");

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @Test
    void greetsAndAsksWithTheBytesThatNixExpects() throws IOException {
        ServeClient client = client(0x207, wire().set(TREE));

        assertThat(client.validPaths(List.of(path(TREE)))).containsExactly(path(TREE));
        assertThat(sent.toByteArray())
                .isEqualTo(wire().raw(HELLO_27)
                        .raw(hex(
                                "0100000000000000 0000000000000000 0000000000000000 0100000000000000",
                                "3000000000000000"))
                        .raw(utf8(TREE))
                        .bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x205, 0x206, 0x207, 0x208})
    void speaksTheLowerOfBothVersions(int server) throws IOException {
        assertThat(client(server, wire()).version()).isEqualTo(Math.min(server, 0x207));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x204, 0x107, 0x307, 0})
    void refusesVersionsThatItCannotSpeak(int server) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client(server, wire()));
    }

    @Test
    void reportsWhatALoginShellPrintsEscaped() {
        byte[] noise = utf8("\u001b[32mWelcome\u001b[0m to web1!\nLast login: today\u0007\n");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ServeClient.connect(wire().raw(noise).stream(), sent))
                .withMessageContaining("\"Welcome to web1!\\nLast login: today\\u0007\"");
    }

    @Test
    void saysThatTheServerEndedBeforeItGreeted() {
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> ServeClient.connect(wire().stream(), sent));
    }

    @Test
    void asksAheadOfTheGreeting() throws IOException {
        Wire answers = wire().u64(0x5452eecb, 0x207).raw(wire().set(TREE).bytes());
        ServeClient client = ServeClient.connectLocking(answers.stream(), sent, List.of(path(TREE)));
        assertThat(client.readPaths()).containsExactly(path(TREE));
        assertThat(sent.toByteArray())
                .isEqualTo(wire().raw(HELLO_27)
                        .raw(wire().u64(1, 1, 0).set(TREE).bytes())
                        .bytes());
    }

    @Test
    void reportsWhatALoginShellPrintsAlsoWhereItDoesNotListen() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ServeClient.connectLocking(
                        wire().raw(utf8("This account is closed.\n")).stream(), new BreaksAfter(0), List.of()))
                .withMessageContaining("This account is closed.");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ServeClient.connectLocking(
                        wire().u64(0x5452eecb, 0x207).stream(), new BreaksAfter(16), List.of(path(TREE))))
                .withMessage("Broken pipe");
    }

    @Test
    void locksAndSubstitutesOnlyWhenAsked() throws IOException {
        client(0x207, wire().set()).lockPaths(List.of());
        assertThat(afterGreeting()).isEqualTo(wire().u64(1, 1, 0, 0).bytes());
        client(0x207, wire().set()).substitutePaths(List.of());
        assertThat(afterGreeting()).isEqualTo(wire().u64(1, 1, 1, 0).bytes());
    }

    @Test
    void readsPathInfosUpToTheEmptyPath() throws IOException {
        Wire answer = wire().str(TREE, DRV)
                .set(HELLO)
                .u64(880, 880)
                .str("sha256:" + TREE_HASH_NIX32, "fixed:r:sha256:" + TREE_HASH_NIX32)
                .set(SIGNATURE)
                .str(HELLO, "")
                .set()
                .u64(120, 120)
                .str("sha256:" + TREE_HASH, "")
                .set()
                .str("");
        ServeClient client = client(0x207, answer);

        List<PathInfo> infos = client.pathInfos(List.of(path(TREE), path(HELLO), path(DRV)));

        NixHash hash = NixHash.parse("sha256:" + TREE_HASH);
        assertThat(infos)
                .containsExactly(
                        new PathInfo(
                                path(TREE),
                                Optional.of(path(DRV)),
                                hash,
                                880,
                                new TreeSet<>(Set.of(path(HELLO))),
                                new TreeSet<>(Set.of(SIGNATURE)),
                                Optional.of("fixed:r:sha256:" + TREE_HASH_NIX32)),
                        new PathInfo(
                                path(HELLO),
                                Optional.empty(),
                                hash,
                                120,
                                new TreeSet<>(),
                                new TreeSet<>(),
                                Optional.empty()));
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(2).set(HELLO, TREE, DRV).bytes());
    }

    @Test
    void refusesAPathInfoWithoutHashOrSize() {
        Wire noHash = wire().str(TREE, "").set().u64(880, 880).str("", "").set().str("");
        Wire noSize = wire().str(TREE, "")
                .set()
                .u64(0, 0)
                .str("sha256:" + TREE_HASH, "")
                .set()
                .str("");
        for (Wire answer : List.of(noHash, noSize)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> client(0x207, answer).pathInfos(List.of(path(TREE))))
                    .withMessageContaining("no recorded NAR size and hash");
        }
    }

    @Test
    void asksForClosuresWithoutOutputs() throws IOException {
        assertThat(client(0x207, wire().set(HELLO, TREE)).closure(List.of(path(TREE))))
                .containsExactly(path(HELLO), path(TREE));
        assertThat(afterGreeting()).isEqualTo(wire().u64(7, 0).set(TREE).bytes());
    }

    @Test
    void dumpsExactlyTheRecordedSize() throws IOException {
        ServeClient client = client(0x207, wire().raw(HELLO_NAR).u64(0));
        ByteArrayOutputStream nar = new ByteArrayOutputStream();

        client.dumpPath(Samples.hello(), nar);

        assertThat(nar.toByteArray()).isEqualTo(HELLO_NAR);
        assertThat(client.validPaths(List.of())).isEmpty();
    }

    @Test
    void saysWhenADumpEndsEarly() throws IOException {
        ServeClient client = client(0x207, wire().raw(Arrays.copyOf(HELLO_NAR, 100)));
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> client.dumpPath(Samples.hello(), OutputStream.nullOutputStream()))
                .withMessageContaining("20 bytes early");
    }

    @Test
    void sendsPathsAheadAndReadsTheirAcknowledgementsLater() throws IOException {
        ServeClient client = client(0x207, wire().u64(1, 1));
        PathInfo signed = new PathInfo(
                path(TREE),
                Optional.of(path(DRV)),
                Samples.sha256(HELLO_NAR),
                HELLO_NAR.length,
                new TreeSet<>(Set.of(path(TREE), path(HELLO))),
                new TreeSet<>(Set.of(SIGNATURE)),
                Optional.of("text:sha256:" + TREE_HASH_NIX32));

        client.sendPath(Samples.hello(), sink -> sink.write(HELLO_NAR));
        client.sendPath(signed, sink -> sink.write(HELLO_NAR));
        client.flush();
        client.awaitAdded();
        client.awaitAdded();

        String narHash = Samples.sha256(HELLO_NAR).base16();
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(9)
                        .str(HELLO, "", narHash)
                        .set()
                        .u64(0, HELLO_NAR.length, 0)
                        .set()
                        .str("")
                        .raw(HELLO_NAR)
                        .u64(9)
                        .str(TREE, DRV, narHash)
                        .set(HELLO, TREE)
                        .u64(0, HELLO_NAR.length, 0)
                        .set(SIGNATURE)
                        .str("text:sha256:" + TREE_HASH_NIX32)
                        .raw(HELLO_NAR)
                        .bytes());
    }

    @Test
    void neverFinishesANarThatIsNotWhatWasRecorded() throws IOException {
        byte[] changed = HELLO_NAR.clone();
        changed[96] ^= 1;
        byte[] longer = Arrays.copyOf(HELLO_NAR, HELLO_NAR.length + 8);
        for (byte[] wrong : List.of(changed, longer, Arrays.copyOf(HELLO_NAR, 112))) {
            sent.reset();
            ServeClient client = client(0x207, wire());
            assertThatExceptionOfType(NarSourceException.class)
                    .isThrownBy(() -> client.sendPath(Samples.hello(), sink -> sink.write(wrong)))
                    .withMessageContaining(HELLO);
            client.flush();
            int header = wire().u64(9)
                    .str(HELLO, "", TREE_HASH)
                    .set()
                    .u64(0, 0, 0)
                    .set()
                    .str("")
                    .bytes()
                    .length;
            assertThat(afterGreeting().length - header).isLessThan(HELLO_NAR.length);
        }
    }

    @Test
    void tellsUnreadableSourcesFromBrokenConnections() throws IOException {
        ServeClient client = client(0x207, wire());
        assertThatExceptionOfType(NarSourceException.class)
                .isThrownBy(() -> client.sendPath(Samples.hello(), sink -> {
                    throw new IOException("Input/output error");
                }))
                .withMessageContaining("cannot be read");

        ServeClient broken = ServeClient.connect(wire().u64(0x5452eecb, 0x207).stream(), new BreaksAfter(16));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> {
                    broken.sendPath(Samples.hello(), sink -> sink.write(HELLO_NAR));
                    broken.flush();
                })
                .withMessage("Broken pipe")
                .isNotInstanceOf(NarSourceException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x205, 0x206, 0x207})
    void buildsWithTheOptionsThatTheVersionKnows(int version) throws IOException {
        BuildOptions options = new BuildOptions(Duration.ofMinutes(1), Duration.ofHours(1), 1 << 20, true);
        Wire answer = wire().u64(0).u64(100).str("builder failed");
        ServeClient client = client(version, answer);

        List<DerivedPath> wanted = List.of(
                new DerivedPath.Opaque(path(TREE)),
                DerivedPath.allOutputsOf(path(DRV)),
                new DerivedPath.Built(path(DRV), new TreeSet<>(Set.of("out", "dev"))));
        assertThat(client.build(wanted, options)).isEmpty();
        assertThat(client.build(List.of(), BuildOptions.UNLIMITED)).contains(new FailedBuild(100, "builder failed"));

        Wire expected = wire().u64(6).set(TREE, DRV, DRV + "!dev,out").u64(60, 3600, 1 << 20, 0, 0);
        Wire second = wire().u64(6, 0, 0, 0, 0, 0, 0);
        if (version >= 0x207) {
            expected.u64(1);
            second.u64(0);
        }
        assertThat(afterGreeting()).isEqualTo(expected.raw(second.bytes()).bytes());
    }

    private ServeClient client(int serverVersion, Wire answers) throws IOException {
        sent.reset();
        return ServeClient.connect(wire().u64(0x5452eecb, serverVersion).raw(answers.bytes()).stream(), sent);
    }

    private byte[] afterGreeting() {
        return Arrays.copyOfRange(sent.toByteArray(), 16, sent.size());
    }

    /** A connection that dies after some bytes. */
    private static final class BreaksAfter extends OutputStream {
        private int left;

        BreaksAfter(int bytes) {
            left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            if (left-- <= 0) {
                throw new IOException("Broken pipe");
            }
        }
    }
}
