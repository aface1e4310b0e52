package dev.convoy.store.derivation;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.Ingestion;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Prints derivations as Nix does, without a space. */
final class AtermWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);

    private AtermWriter() {}

    static byte[] print(Derivation drv) {
        SortedMap<String, SortedSet<String>> inputs = new TreeMap<>();
        drv.inputDerivations().forEach((path, outputs) -> inputs.put(path.toString(), outputs));
        return print(drv, inputs);
    }

    /** With other words in place of the paths of the input derivations, as hashes want it. */
    static byte[] print(Derivation drv, SortedMap<String, SortedSet<String>> inputs) {
        AtermWriter writer = new AtermWriter();
        writer.derivation(drv, inputs);
        return writer.out.toByteArray();
    }

    private void derivation(Derivation drv, SortedMap<String, SortedSet<String>> inputs) {
        raw("Derive(");
        list(drv.outputs().entrySet(), output -> output(output.getKey(), output.getValue()));
        raw(",");
        list(inputs.entrySet(), input -> {
            raw("(");
            string(input.getKey());
            raw(",");
            list(input.getValue(), this::string);
            raw(")");
        });
        raw(",");
        list(drv.inputSources(), path -> string(path.toString()));
        raw(",");
        string(drv.platform());
        raw(",");
        string(drv.builder());
        raw(",");
        list(drv.arguments(), this::string);
        raw(",");
        list(drv.environment().entrySet(), variable -> {
            raw("(");
            string(variable.getKey());
            raw(",");
            string(variable.getValue());
            raw(")");
        });
        raw(")");
    }

    private void output(String name, DerivationOutput output) {
        switch (output) {
            case DerivationOutput.InputAddressed(StorePath path) -> output(name, path.toString(), "", "");
            case DerivationOutput.Fixed(StorePath path, Ingestion ingestion, NixHash hash) ->
                output(name, path.toString(), method(ingestion, hash.algorithm()), hash.base16());
            case DerivationOutput.Floating(Ingestion ingestion, NixHash.Algorithm algorithm) ->
                output(name, "", method(ingestion, algorithm), "");
            case DerivationOutput.Deferred() -> output(name, "", "", "");
            case DerivationOutput.Impure(Ingestion ingestion, NixHash.Algorithm algorithm) ->
                output(name, "", method(ingestion, algorithm), "impure");
        }
    }

    private void output(String... four) {
        raw("(");
        for (int i = 0; i < four.length; i++) {
            raw(i == 0 ? "" : ",");
            string(four[i]);
        }
        raw(")");
    }

    private static String method(Ingestion ingestion, NixHash.Algorithm algorithm) {
        return ingestion.prefix() + algorithm.text();
    }

    private <T> void list(Collection<T> items, Consumer<T> print) {
        String separator = "[";
        for (T item : items) {
            raw(separator);
            print.accept(item);
            separator = ",";
        }
        raw(items.isEmpty() ? "[]" : "]");
    }

    private void string(String text) {
        string(ByteString.of(text));
    }

    private void string(ByteString text) {
        out.write('"');
        for (byte b : text.bytes()) {
            switch (b) {
                case '"', '\\' -> {
                    out.write('\\');
                    out.write(b);
                }
                case '\n' -> raw("\\n");
                case '\r' -> raw("\\r");
                case '\t' -> raw("\\t");
                default -> out.write(b);
            }
        }
        out.write('"');
    }

    private void raw(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
