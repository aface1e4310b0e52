package dev.convoy.store.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.Randomness;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.hash.NixHash.Algorithm;
import dev.convoy.store.path.Ingestion;
import dev.convoy.store.path.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivationTest {
    private static final String OUT = "(\"out\",\"/nix/store/z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep\",\"\",\"\")";

    @Test
    void isReadBackAsItWasPrinted() {
        Randomness.forCases(500, random -> {
            Derivation drv = randomDerivation(random);
            byte[] file = drv.print();
            assertThat(Derivation.parse(file)).isEqualTo(drv);
            assertThat(Derivation.parse(file).print()).isEqualTo(file);
        });
    }

    @Test
    void damagedFilesAreReadAsTheyAreOrRefused() {
        Randomness.forCases(4000, random -> {
            byte[] file = Randomness.damaged(random, randomDerivation(random).print());
            try {
                assertThat(Derivation.parse(file).print()).isEqualTo(file);
            } catch (NixFormatException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        });
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0x80, '"', '\\', '\n', '\r', '\t', 0x1b};
        Derivation drv = withArgument(ByteString.of(bytes));

        Derivation again = Derivation.parse(drv.print());

        assertThat(again.arguments().getFirst().bytes()).isEqualTo(bytes);
        assertThat(new String(drv.print(), StandardCharsets.ISO_8859_1))
                .contains("[\"\u00ff\0\u0080\\\"\\\\\\n\\r\\t\u001b\"]");
        assertThat(again.arguments().getFirst()).hasToString("\ufffd\\u0000\ufffd\"\\\\n\\r\\t\\u001b");
    }

    @Test
    void refusesDynamicDerivationsByName() {
        assertThatThrownBy(() -> parse("DrvWithVersion(\"xp-dyn-drv\",[],[],[],\"\",\"\",[],[])"))
                .isInstanceOf(NixFormatException.class)
                .hasMessageContaining("dynamic derivations are not supported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Derive",
                "Derive([],[],[],\"s\",\"b\",[],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[],[]) ",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[],[]",
                "Derive([" + OUT + "," + OUT + "],[],[],\"s\",\"b\",[],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[,],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[\"a\",],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[\"\\x\"],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[\"\\",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[\"a\nb\"],[])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[],[(\"b\",\"\"),(\"a\",\"\")])",
                "Derive([" + OUT + "],[],[],\"s\",\"b\",[],[(\"a\",\"\"),(\"a\",\"\")])",
                "Derive([" + OUT + "],[],[\"/etc/passwd\"],\"s\",\"b\",[],[])",
                "Derive([(\"a/b\",\"\",\"\",\"\")],[],[],\"s\",\"b\",[],[])",
                "Derive([(\"out\",\"\",\"sha257\",\"\")],[],[],\"s\",\"b\",[],[])",
                "Derive([(\"out\",\"\",\"\",\"00\")],[],[],\"s\",\"b\",[],[])",
                "Derive([(\"out\",\"\",\"md5\",\"00\")],[],[],\"s\",\"b\",[],[])"
            })
    void refusesWhatNixDoesNotPrint(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(NixFormatException.class);
    }

    @Test
    void showsOnlyThePlaceOfAnErrorInABigFile() {
        String big = "Derive([" + OUT + "],[],[],\"s\",\"b\",[\"" + "x".repeat(100_000) + "\"],!";

        assertThatThrownBy(() -> parse(big))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).contains("at " + (big.length() - 1)));
    }

    @Test
    void needsAnOutput() {
        Derivation drv = withArgument(ByteString.of("x"));

        assertThatThrownBy(() -> new Derivation(
                        new TreeMap<>(),
                        drv.inputDerivations(),
                        drv.inputSources(),
                        drv.platform(),
                        drv.builder(),
                        drv.arguments(),
                        drv.environment()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static StorePath path(Random random, String name) {
        return new StorePath(Randomness.string(random, "0123456789abcdfghijklmnpqrsvwxyz", 32), name);
    }

    private static Derivation parse(String text) {
        return Derivation.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Derivation withArgument(ByteString argument) {
        SortedMap<String, DerivationOutput> outputs = new TreeMap<>();
        outputs.put("out", new DerivationOutput.Deferred());
        return new Derivation(
                outputs,
                new TreeMap<>(),
                new TreeSet<>(),
                ByteString.of("x86_64-linux"),
                ByteString.of("/bin/sh"),
                List.of(argument),
                new TreeMap<>());
    }

    private static Derivation randomDerivation(Random random) {
        SortedMap<String, DerivationOutput> outputs = new TreeMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            outputs.put(Randomness.string(random, "aB-.0", 1 + random.nextInt(3)), randomOutput(random));
        }
        SortedMap<StorePath, SortedSet<String>> inputs = new TreeMap<>();
        SortedSet<StorePath> sources = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            SortedSet<String> wanted = new TreeSet<>(outputs.keySet());
            inputs.put(path(random, "input.drv"), wanted);
            sources.add(path(random, "source"));
        }
        List<ByteString> arguments = new ArrayList<>();
        SortedMap<ByteString, ByteString> environment = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            arguments.add(randomText(random));
            environment.put(randomText(random), randomText(random));
        }
        return new Derivation(outputs, inputs, sources, randomText(random), randomText(random), arguments, environment);
    }

    private static DerivationOutput randomOutput(Random random) {
        Ingestion ingestion = Randomness.oneOf(random, Ingestion.values());
        Algorithm algorithm = Randomness.oneOf(random, Algorithm.values());
        return switch (random.nextInt(5)) {
            case 0 -> new DerivationOutput.InputAddressed(path(random, "out"));
            case 1 ->
                new DerivationOutput.Fixed(
                        path(random, "out"),
                        ingestion,
                        new NixHash(algorithm, Randomness.bytes(random, algorithm.size())));
            case 2 -> new DerivationOutput.Floating(ingestion, algorithm);
            case 3 -> new DerivationOutput.Impure(ingestion, algorithm);
            default -> new DerivationOutput.Deferred();
        };
    }

    private static ByteString randomText(Random random) {
        return random.nextBoolean()
                ? ByteString.of(Randomness.bytes(random, random.nextInt(12)))
                : ByteString.of(Randomness.string(random, "\"\\\n\r\tnrtxö🚚".repeat(2), random.nextInt(12)));
    }
}
