package dev.convoy.store.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.path.StorePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DerivationHashesTest {
    private final Map<StorePath, Derivation> store = new HashMap<>();

    private final DerivationHashes hashes = new DerivationHashes(path -> Objects.requireNonNull(store.get(path)));

    @Test
    void goesAsDeepAsItMust() {
        StorePath last = drvPath(0);
        store.put(last, drv("x", outputAt(0)));
        for (int i = 1; i < 20_000; i++) {
            store.put(drvPath(i), drv("x", outputAt(i), last));
            last = drvPath(i);
        }

        assertThat(hashes.outputPath(drv("x", outputAt(1), last), "top", "out").name())
                .isEqualTo("top");
    }

    @Test
    void doesNotDependOnWhatTheDerivationSaysOfItself() {
        StorePath one = hashes.outputPath(drv("x", outputAt(1)), "n", "out");
        StorePath two = hashes.outputPath(drv("x", outputAt(2)), "n", "out");

        assertThat(one).isEqualTo(two).isNotEqualTo(hashes.outputPath(drv("y", outputAt(1)), "n", "out"));
    }

    @Test
    void namesDerivationsThatNeedEachOther() {
        store.put(drvPath(1), drv("x", outputAt(1), drvPath(2)));
        store.put(drvPath(2), drv("x", outputAt(2), drvPath(1)));

        assertThatThrownBy(() -> hashes.outputPath(drv("x", outputAt(3), drvPath(1)), "n", "out"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need each other");
    }

    @Test
    void refusesInputsWithoutKnownPaths() {
        store.put(drvPath(1), drv("x", new DerivationOutput.Deferred()));

        assertThatThrownBy(() -> hashes.outputPath(drv("x", outputAt(3), drvPath(1)), "n", "out"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(drvPath(1).toString());
    }

    private static StorePath drvPath(int number) {
        String digits = Integer.toString(number);
        return new StorePath("0".repeat(32 - digits.length()) + digits, "n.drv");
    }

    private static DerivationOutput outputAt(int number) {
        return new DerivationOutput.InputAddressed(new StorePath(drvPath(number).hashPart(), "n"));
    }

    private static Derivation drv(String argument, DerivationOutput out, StorePath... inputs) {
        SortedMap<String, DerivationOutput> outputs = new TreeMap<>(Map.of("out", out));
        SortedMap<StorePath, SortedSet<String>> needed = new TreeMap<>();
        List.of(inputs).forEach(input -> needed.put(input, new TreeSet<>(List.of("out"))));
        SortedMap<ByteString, ByteString> environment = new TreeMap<>();
        environment.put(
                ByteString.of("out"),
                ByteString.of(out.path().map(StorePath::toString).orElse("")));
        return new Derivation(
                outputs,
                needed,
                new TreeSet<>(),
                ByteString.of("s"),
                ByteString.of("b"),
                List.of(ByteString.of(argument)),
                environment);
    }
}
