package dev.convoy.store.derivation;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.Ingestion;
import dev.convoy.store.path.StorePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads derivations as Nix prints them. What is sorted there must be sorted here, or it would be printed back differently. */
final class AtermReader {
    private static final Pattern OUTPUT_NAME = Pattern.compile("[A-Za-z0-9+._?=-]+");

    private final byte[] file;
    private int at;

    AtermReader(byte[] file) {
        this.file = file;
    }

    Derivation derivation() {
        if (startsWith("DrvWithVersion(")) {
            throw expected("Derive(; dynamic derivations are not supported");
        }
        expect("Derive(");
        SortedMap<String, DerivationOutput> outputs = new TreeMap<>();
        list(() -> output(outputs));
        if (outputs.isEmpty()) {
            throw expected("an output before the end of the list");
        }
        expect(",");
        SortedMap<StorePath, SortedSet<String>> inputDerivations = new TreeMap<>();
        list(() -> inputDerivation(inputDerivations));
        expect(",");
        SortedSet<StorePath> inputSources = new TreeSet<>();
        list(() -> add(inputSources, StorePath.parse(string().text())));
        expect(",");
        ByteString platform = string();
        expect(",");
        ByteString builder = string();
        expect(",");
        List<ByteString> arguments = new ArrayList<>();
        list(() -> arguments.add(string()));
        expect(",");
        SortedMap<ByteString, ByteString> environment = new TreeMap<>();
        list(() -> variable(environment));
        expect(")");
        if (at < file.length) {
            throw expected("the end");
        }
        return new Derivation(outputs, inputDerivations, inputSources, platform, builder, arguments, environment);
    }

    private void output(SortedMap<String, DerivationOutput> outputs) {
        expect("(");
        String name = outputName();
        if (!outputs.isEmpty() && outputs.lastKey().compareTo(name) >= 0) {
            throw expected("outputs in ascending order");
        }
        expect(",");
        String path = string().text();
        expect(",");
        String method = string().text();
        expect(",");
        String hash = string().text();
        outputs.put(name, output(path, method, hash));
        expect(")");
    }

    private DerivationOutput output(String path, String method, String hash) {
        if (method.isEmpty() && hash.isEmpty()) {
            return path.isEmpty()
                    ? new DerivationOutput.Deferred()
                    : new DerivationOutput.InputAddressed(StorePath.parse(path));
        }
        Ingestion ingestion = ingestion(method);
        NixHash.Algorithm algorithm =
                algorithm(method.substring(ingestion.prefix().length()));
        if (path.isEmpty() && hash.isEmpty()) {
            return new DerivationOutput.Floating(ingestion, algorithm);
        }
        if (path.isEmpty() && hash.equals("impure")) {
            return new DerivationOutput.Impure(ingestion, algorithm);
        }
        NixHash digest = NixHash.parse(hash, algorithm);
        if (!digest.base16().equals(hash)) {
            throw expected("a hash in lower-case base 16");
        }
        return new DerivationOutput.Fixed(StorePath.parse(path), ingestion, digest);
    }

    private static Ingestion ingestion(String method) {
        for (Ingestion ingestion : Ingestion.values()) {
            if (!ingestion.prefix().isEmpty() && method.startsWith(ingestion.prefix())) {
                return ingestion;
            }
        }
        return Ingestion.FLAT;
    }

    private NixHash.Algorithm algorithm(String text) {
        for (NixHash.Algorithm algorithm : NixHash.Algorithm.values()) {
            if (algorithm.text().equals(text)) {
                return algorithm;
            }
        }
        throw expected("md5, sha1, sha256 or sha512, not " + text);
    }

    private void inputDerivation(SortedMap<StorePath, SortedSet<String>> inputs) {
        expect("(");
        StorePath path = StorePath.parse(string().text());
        if (!inputs.isEmpty() && inputs.lastKey().compareTo(path) >= 0) {
            throw expected("input derivations in ascending order");
        }
        expect(",");
        SortedSet<String> outputs = new TreeSet<>();
        list(() -> add(outputs, outputName()));
        inputs.put(path, outputs);
        expect(")");
    }

    private void variable(SortedMap<ByteString, ByteString> environment) {
        expect("(");
        ByteString name = string();
        if (!environment.isEmpty() && environment.lastKey().compareTo(name) >= 0) {
            throw expected("variables in ascending order");
        }
        expect(",");
        environment.put(name, string());
        expect(")");
    }

    private String outputName() {
        String name = string().text();
        if (!OUTPUT_NAME.matcher(name).matches()) {
            throw expected("an output name before here");
        }
        return name;
    }

    private <T extends Comparable<T>> void add(SortedSet<T> sorted, T item) {
        if (!sorted.isEmpty() && sorted.last().compareTo(item) >= 0) {
            throw expected("ascending order before here");
        }
        sorted.add(item);
    }

    private void list(Runnable item) {
        expect("[");
        if (startsWith("]")) {
            at++;
            return;
        }
        item.run();
        while (startsWith(",")) {
            at++;
            item.run();
        }
        expect("]");
    }

    private ByteString string() {
        expect("\"");
        var text = new ByteArrayOutputStream();
        while (at < file.length && file[at] != '"') {
            switch (file[at]) {
                case '\\' -> text.write(escaped());
                case '\n', '\r', '\t' -> throw expected("an escape sequence in place of a control character");
                default -> text.write(file[at]);
            }
            at++;
        }
        expect("\"");
        return ByteString.of(text.toByteArray());
    }

    private char escaped() {
        at++;
        return switch (at < file.length ? file[at] : 0) {
            case '"' -> '"';
            case '\\' -> '\\';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw expected("one of \" \\ n r t behind a backslash");
        };
    }

    private void expect(String ascii) {
        if (!startsWith(ascii)) {
            throw expected(ascii);
        }
        at += ascii.length();
    }

    private boolean startsWith(String ascii) {
        if (file.length - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (file[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Bytes as characters, so that the offset is right. */
    private NixFormatException expected(String what) {
        return new NixFormatException(new String(file, StandardCharsets.ISO_8859_1), at, what);
    }
}
