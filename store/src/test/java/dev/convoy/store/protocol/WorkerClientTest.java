package dev.convoy.store.protocol;

import static dev.convoy.store.protocol.Samples.DRV;
import static dev.convoy.store.protocol.Samples.HELLO;
import static dev.convoy.store.protocol.Samples.HELLO_NAR;
import static dev.convoy.store.protocol.Samples.SIGNATURE;
import static dev.convoy.store.protocol.Samples.TREE;
import static dev.convoy.store.protocol.Samples.TREE_HASH;
import static dev.convoy.store.protocol.Samples.path;
import static dev.convoy.store.protocol.Wire.hex;
import static dev.convoy.store.protocol.Wire.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.protocol.LogMessage.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerClientTest {
    private static final long LAST = 0x616c7473;
    private static final long ERROR = 0x63787470;
    private static final byte[] HELLO_135 = hex("6378696e 00000000 2301000000000000 0000000000000000 0000000000000000");

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<LogMessage> log = new ArrayList<>();

    @Test
    void greetsInOneFlightWithTheBytesThatNixExpects() throws IOException {
        WorkerClient client = client(0x123, wire());
        assertThat(sent.toByteArray()).isEqualTo(HELLO_135);
        assertThat(client.version()).isEqualTo(0x123);
        assertThat(client.nixVersion()).contains("2.99");
        assertThat(client.trust()).isEqualTo(Trust.TRUSTED);
    }

    @ParameterizedTest
    @CsvSource({
        "0x115,false,UNKNOWN",
        "0x120,false,UNKNOWN",
        "0x122,true,UNKNOWN",
        "0x123,true,TRUSTED",
        "0x126,true,TRUSTED"
    })
    void readsFromEachDaemonWhatItsVersionSays(String daemon, boolean says, Trust trust) throws IOException {
        WorkerClient client = client(Integer.decode(daemon), wire());
        assertThat(client.version()).isEqualTo(Math.min(Integer.decode(daemon), 0x123));
        assertThat(client.nixVersion().isPresent()).isEqualTo(says);
        assertThat(client.trust()).isEqualTo(trust);
    }

    @Test
    void exchangesFeaturesFromOneThirtyEightOnAndOffersNone() throws IOException {
        Wire daemon = wire().u64(0x6478696f, 0x126)
                .set("provenance", "queryActiveBuilds")
                .str("3.22")
                .u64(2, LAST)
                .u64(LAST, 0);
        WorkerClient client = WorkerClient.connect(daemon.stream(), sent, log::add, 0x126);
        assertThat(client.trust()).isEqualTo(Trust.NOT_TRUSTED);
        assertThat(client.pathInfo(path(TREE))).isEmpty();
        assertThat(sent.toByteArray())
                .isEqualTo(wire().u64(0x6e697863, 0x126, 0, 0, 0, 26).str(TREE).bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x114, 0x223, 0x023})
    void refusesVersionsThatItCannotSpeak(int daemon) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> WorkerClient.connect(wire().u64(0x6478696f, daemon).stream(), sent, log::add));
    }

    @Test
    void reportsWhatALoginShellPrints() {
        Wire noise = wire().raw(Samples.utf8("This account is\u001b[5m not available.\n"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> WorkerClient.connect(noise.stream(), sent, log::add))
                .withMessageContaining("\"This account is not available.\"");
    }

    @Test
    void passesEveryLogMessageOnBeforeTheAnswer() throws IOException {
        Wire answer = wire().u64(0x6f6c6d67)
                .str("copying\n")
                .u64(0x53545254, 77, 3, 105)
                .str("building x")
                .u64(2, 1)
                .str(DRV)
                .u64(0, 5)
                .u64(76)
                .u64(0x52534c54, 77, 101, 1, 1)
                .str("a log line")
                .u64(0x53544f50, 77)
                .u64(0x64617416)
                .str("ignored")
                .u64(LAST)
                .set(TREE);

        assertThat(client(0x123, answer).validPaths(List.of(path(TREE), path(HELLO))))
                .containsExactly(path(TREE));
        assertThat(log)
                .containsExactly(
                        new LogMessage.Line("copying\n"),
                        new LogMessage.ActivityStarted(
                                77, 3, 105, "building x", List.of(new Field.Text(DRV), new Field.Count(5)), 76),
                        new LogMessage.ActivityResult(77, 101, List.of(new Field.Text("a log line"))),
                        new LogMessage.ActivityStopped(77));
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(31).set(HELLO, TREE).u64(0).bytes());
    }

    @Test
    void leavesTheSubstituteFlagOutForOldDaemons() throws IOException {
        client(0x115, wire().u64(LAST).set()).validPaths(List.of());
        assertThat(afterGreeting()).isEqualTo(wire().u64(31, 0).bytes());
    }

    @Test
    void throwsWhatTheDaemonSaysAndGoesOn() throws IOException {
        Wire answers = wire().u64(ERROR)
                .str("Error")
                .u64(0)
                .str("ignored", "\u001b[31;1merror:\u001b[0m no such\npath")
                .u64(0, 2, 0)
                .str("while adding")
                .u64(0)
                .str("while connecting")
                .u64(LAST, 1);
        WorkerClient client = client(0x123, answers);

        assertThatExceptionOfType(DaemonException.class)
                .isThrownBy(() -> client.addTempRoot(path(TREE)))
                .withMessage("error: no such\npath")
                .satisfies(e -> assertThat(e.traces()).containsExactly("while adding", "while connecting"));
        client.addTempRoot(path(HELLO));
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(11).str(TREE).u64(11).str(HELLO).bytes());
    }

    @Test
    void understandsTheErrorsOfOldDaemons() throws IOException {
        WorkerClient client = client(0x115, wire().u64(ERROR).str("no").u64(1));
        assertThatExceptionOfType(DaemonException.class)
                .isThrownBy(() -> client.pathInfo(path(TREE)))
                .withMessage("no");
    }

    @Test
    void refusesUnknownMessagesAndRequestsForInput() throws IOException {
        for (long kind : new long[] {0x64617461, 0x12345678}) {
            WorkerClient client = client(0x123, wire().u64(kind));
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.pathInfo(path(TREE)));
        }
    }

    @Test
    void readsPathInfos() throws IOException {
        Wire answer = wire().u64(LAST, 1)
                .str(DRV, TREE_HASH)
                .set(HELLO, TREE)
                .u64(1700000000, 880, 1)
                .set(SIGNATURE)
                .str("")
                .u64(LAST, 0);
        WorkerClient client = client(0x123, answer);

        assertThat(client.pathInfo(path(TREE)))
                .contains(new PathInfo(
                        path(TREE),
                        Optional.of(path(DRV)),
                        NixHash.parse("sha256:" + TREE_HASH),
                        880,
                        new TreeSet<>(Set.of(path(HELLO), path(TREE))),
                        new TreeSet<>(Set.of(SIGNATURE)),
                        Optional.empty()));
        assertThat(client.pathInfo(path(HELLO))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x11d, ''", "0x123, '!*'"})
    void asksWhatIsMissingInTheWordsOfTheVersion(String version, String allOutputs) throws IOException {
        Wire answer = wire().u64(LAST).set(DRV).set(TREE).set(HELLO).u64(10, 880);
        WorkerClient client = client(Integer.decode(version), answer);

        MissingPaths missing =
                client.missing(List.of(DerivedPath.allOutputsOf(path(DRV)), new DerivedPath.Opaque(path(TREE))));

        assertThat(missing.willBuild()).containsExactly(path(DRV));
        assertThat(missing.willSubstitute()).containsExactly(path(TREE));
        assertThat(missing.unknown()).containsExactly(path(HELLO));
        assertThat(missing.downloadSize()).isEqualTo(10);
        assertThat(missing.narSize()).isEqualTo(880);
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(40).set(DRV + allOutputs, TREE).bytes());
    }

    @Test
    void readsBuildResults() throws IOException {
        Wire answer = wire().u64(LAST, 2)
                .str(DRV + "!*")
                .u64(0)
                .str("")
                .u64(1, 0, 0, 0, 1)
                .str(
                        "sha256:" + TREE_HASH + "!out",
                        "{\"dependentRealisations\":{},\"id\":\"x\",\"outPath\":\"z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep\"}")
                .str(TREE)
                .u64(99)
                .str("\u001b[31mbroken\u001b[0m")
                .u64(0, 0, 0, 0, 0);
        List<BuildResult> results = client(0x122, answer).build(List.of(DerivedPath.allOutputsOf(path(DRV))));

        assertThat(results.getFirst().status().isSuccess()).isTrue();
        assertThat(results.getFirst().outputs())
                .containsEntry("out", path("/nix/store/z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep"));
        assertThat(results.getLast().status()).isEqualTo(BuildStatus.OTHER);
        assertThat(results.getLast().status().isSuccess()).isFalse();
        assertThat(results.getLast().message()).isEqualTo("broken");
        assertThat(afterGreeting())
                .isEqualTo(wire().u64(46).set(DRV + "!*").u64(0).bytes());
    }

    @Test
    void readsBuildResultsWithProcessorTimes() throws IOException {
        Wire daemon = wire().u64(0x6478696f, 0x125)
                .str("2.20")
                .u64(1, LAST)
                .u64(LAST, 1)
                .str(TREE)
                .u64(2)
                .str("")
                .u64(0, 0, 0, 0, 1, 123, 0, 0);
        WorkerClient client = WorkerClient.connect(daemon.stream(), sent, log::add, 0x126);
        assertThat(client.build(List.of(new DerivedPath.Opaque(path(TREE)))))
                .singleElement()
                .satisfies(result -> assertThat(result.status()).isEqualTo(BuildStatus.ALREADY_VALID));
    }

    @Test
    void addsPathsInFrames() throws Exception {
        byte[] whole = wire().u64(39)
                .str(HELLO, "", Samples.sha256(HELLO_NAR).base16())
                .set(HELLO)
                .u64(0, 120, 0)
                .set()
                .str("")
                .u64(0, 1)
                .u64(120)
                .raw(HELLO_NAR)
                .u64(0)
                .bytes();
        byte[] greeting = wire().u64(0x6478696f, 0x123).str("2.99").u64(1, LAST).bytes();
        byte[] answer = wire().u64(0x6f6c6d67).str("adding").u64(LAST).bytes();
        // A daemon that answers earlier would be told no more than it wants to know.
        var afterEverything = new DelayedStream(answer, () -> sent.size() >= HELLO_135.length + whole.length);
        WorkerClient client = WorkerClient.connect(
                new SequenceInputStream(new ByteArrayInputStream(greeting), afterEverything), sent, log::add);

        client.addToStore(Samples.hello(HELLO), sink -> {
            sink.write(HELLO_NAR, 0, 100);
            sink.write(HELLO_NAR, 100, 20);
        });

        assertThat(log).containsExactly(new LogMessage.Line("adding"));
        assertThat(afterGreeting()).isEqualTo(whole);
    }

    @Test
    void cutsLongNarsIntoFramesAndEndsThemWhenTheDaemonRefuses() throws Exception {
        byte[] content = new byte[200_000];
        WorkerClient client = client(
                0x123,
                wire().u64(ERROR)
                        .str("Error")
                        .u64(0)
                        .str("", "cannot add path because it lacks a signature by a trusted key")
                        .u64(0, 0));
        PathInfo large = new PathInfo(
                path(HELLO),
                Optional.empty(),
                Samples.sha256(content),
                content.length,
                new TreeSet<>(),
                new TreeSet<>(),
                Optional.empty());

        assertThatExceptionOfType(DaemonException.class)
                .isThrownBy(() -> client.addToStore(large, sink -> sink.write(content)))
                .withMessageContaining("lacks a signature");
        byte[] bytes = sent.toByteArray();
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length)).isEqualTo(new byte[8]);
        assertThat(bytes.length).isLessThan(200_600);
    }

    @Test
    void saysWhatADaemonIsTooOldFor() throws IOException {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client(0x116, wire()).addToStore(Samples.hello(), sink -> {}))
                .withMessageContaining("1.22");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client(0x121, wire()).build(List.of()))
                .withMessageContaining("1.33");
    }

    private WorkerClient client(int daemonVersion, Wire answers) throws IOException {
        sent.reset();
        Wire daemon = wire().u64(0x6478696f, daemonVersion);
        if (daemonVersion >= 0x121) {
            daemon.str("2.99");
        }
        if (daemonVersion >= 0x123) {
            daemon.u64(1);
        }
        return WorkerClient.connect(daemon.u64(LAST).raw(answers.bytes()).stream(), sent, log::add);
    }

    private byte[] afterGreeting() {
        return Arrays.copyOfRange(sent.toByteArray(), 32, sent.size());
    }
}
