package dev.convoy.store.derivation;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.path.StorePaths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Computes the output paths of derivations that are addressed by their inputs. A derivation's hash is that of its text, with
 * the hashes of its inputs in place of their paths, so that how something is downloaded does not change what is built from it. Source: Nix
 * manual, "Derivation output paths"; hashDerivationModulo in libstore/derivations.cc.
 */
public final class DerivationHashes {
    private final Function<StorePath, Derivation> read;
    private final Map<StorePath, NixHash> known = new HashMap<>();

    /** @param read gets each input derivation, directly needed or not, once */
    public DerivationHashes(Function<StorePath, Derivation> read) {
        this.read = read;
    }

    /**
     * Where an output of this derivation belongs. What the derivation itself says about that has no influence.
     *
     * @throws IllegalArgumentException where an input has outputs whose paths are not known before they are built
     */
    public StorePath outputPath(Derivation drv, String name, String output) {
        Optional<DerivationOutput.Fixed> fixed = fixed(drv);
        if (fixed.isPresent()) {
            return StorePaths.fixed(
                    StorePaths.outputName(name, output),
                    fixed.get().ingestion(),
                    fixed.get().hash());
        }
        drv.inputDerivations().keySet().forEach(this::learn);
        return StorePaths.output(name, output, hash(withoutOutputPaths(drv)));
    }

    /** Depth first without recursion: a system's derivations are thousands of inputs deep. */
    private void learn(StorePath start) {
        Deque<StorePath> stack = new ArrayDeque<>(Set.of(start));
        Map<StorePath, Derivation> open = new HashMap<>();
        while (!stack.isEmpty()) {
            StorePath path = stack.peek();
            Derivation drv = open.get(path);
            if (known.containsKey(path)) {
                stack.pop();
            } else if (drv != null) {
                known.put(path, hash(drv));
                stack.pop();
            } else {
                drv = read.apply(path);
                requirePaths(path, drv);
                open.put(path, drv);
                for (StorePath input : unknownInputs(drv)) {
                    if (open.containsKey(input)) {
                        throw new IllegalArgumentException(path + " and " + input + " need each other");
                    }
                    stack.push(input);
                }
            }
        }
    }

    private List<StorePath> unknownInputs(Derivation drv) {
        if (fixed(drv).isPresent()) {
            return List.of();
        }
        return drv.inputDerivations().keySet().stream()
                .filter(input -> !known.containsKey(input))
                .toList();
    }

    private NixHash hash(Derivation drv) {
        Optional<DerivationOutput.Fixed> fixed = fixed(drv);
        if (fixed.isPresent()) {
            String text =
                    StorePaths.fixedOutput(fixed.get().ingestion(), fixed.get().hash()) + ":"
                            + fixed.get().storePath();
            return NixHash.Algorithm.SHA256.hash(text.getBytes(StandardCharsets.UTF_8));
        }
        SortedMap<String, SortedSet<String>> inputs = new TreeMap<>();
        drv.inputDerivations().forEach((path, outputs) -> {
            NixHash hash = Objects.requireNonNull(known.get(path), "inputs are hashed first");
            inputs.computeIfAbsent(hash.base16(), _ -> new TreeSet<>()).addAll(outputs);
        });
        return NixHash.Algorithm.SHA256.hash(AtermWriter.print(drv, inputs));
    }

    private static Optional<DerivationOutput.Fixed> fixed(Derivation drv) {
        return drv.outputs().get("out") instanceof DerivationOutput.Fixed fixed ? Optional.of(fixed) : Optional.empty();
    }

    private static Derivation withoutOutputPaths(Derivation drv) {
        SortedMap<String, DerivationOutput> outputs = new TreeMap<>();
        SortedMap<ByteString, ByteString> environment = new TreeMap<>(drv.environment());
        for (String output : drv.outputs().keySet()) {
            outputs.put(output, new DerivationOutput.Deferred());
            environment.computeIfPresent(ByteString.of(output), (name, value) -> ByteString.of(""));
        }
        return new Derivation(
                outputs,
                drv.inputDerivations(),
                drv.inputSources(),
                drv.platform(),
                drv.builder(),
                drv.arguments(),
                environment);
    }

    private static void requirePaths(StorePath path, Derivation drv) {
        if (!drv.outputs().values().stream().allMatch(output -> output.path().isPresent())) {
            throw new IllegalArgumentException("the outputs of " + path + " have no paths before they are built");
        }
    }
}
