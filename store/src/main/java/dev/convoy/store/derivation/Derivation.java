package dev.convoy.store.derivation;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import dev.convoy.store.path.StorePaths;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A build as the store keeps it in a {@code .drv} file.
 *
 * @param inputDerivations the derivations that must be built before, and which of their outputs are needed
 * @param inputSources the store paths that are needed as they are
 * @param environment structured attributes are in it, as JSON, under {@code __json}
 */
public record Derivation(
        SortedMap<String, DerivationOutput> outputs,
        SortedMap<StorePath, SortedSet<String>> inputDerivations,
        SortedSet<StorePath> inputSources,
        ByteString platform,
        ByteString builder,
        List<ByteString> arguments,
        SortedMap<ByteString, ByteString> environment) {
    public Derivation {
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        SortedMap<StorePath, SortedSet<String>> inputs = new TreeMap<>();
        inputDerivations.forEach(
                (path, wanted) -> inputs.put(path, Collections.unmodifiableSortedSet(new TreeSet<>(wanted))));
        inputDerivations = Collections.unmodifiableSortedMap(inputs);
        inputSources = Collections.unmodifiableSortedSet(new TreeSet<>(inputSources));
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("a derivation needs an output");
        }
    }

    /**
     * Reads the contents of a {@code .drv} file, strictly: what it accepts is printed back byte by byte the same.
     *
     * @throws dev.convoy.store.NixFormatException also for dynamic derivations ({@code DrvWithVersion}), an experimental feature
     */
    public static Derivation parse(byte[] file) {
        return new AtermReader(file).derivation();
    }

    /** The contents of the {@code .drv} file. */
    public byte[] print() {
        return AtermWriter.print(this);
    }

    /** A variable of the builder's environment, decoded leniently. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(ByteString.of(name))).map(ByteString::text);
    }

    /** Where the store keeps this derivation. */
    public StorePath path(String name) {
        SortedSet<StorePath> references = new TreeSet<>(inputSources);
        references.addAll(inputDerivations.keySet());
        return StorePaths.text(name + ".drv", NixHash.Algorithm.SHA256.hash(print()), references);
    }
}
