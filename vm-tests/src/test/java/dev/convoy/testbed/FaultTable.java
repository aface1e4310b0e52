package dev.convoy.testbed;

import static java.util.stream.Collectors.joining;

import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ConvoyProgram.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What becomes of a host: a row for each fault, a column for each state, as docs/faults.md has it. */
final class FaultTable {
    /** What a cell says while it is played, and where it ends in an error. */
    static final String BROKEN = "**broken**";

    static final Path PAGE = Repository.root().resolve("docs/faults.md");

    private final Path file;
    private final Map<FaultCell, String> cells;
    private final Map<FaultCell, Map<Suite, String>> found = new LinkedHashMap<>();

    private FaultTable(Path file, Map<FaultCell, String> cells) {
        this.file = file;
        this.cells = cells;
    }

    /** Of the file, which may be missing: then nothing is known of any cell. */
    static FaultTable of(Path file) throws IOException {
        Map<FaultCell, String> cells = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                for (Fault fault : Fault.values()) {
                    if (line.startsWith("| " + fault.words() + " |")) {
                        read(fault, line, cells);
                    }
                }
            }
        }
        return new FaultTable(file, cells);
    }

    private static void read(Fault fault, String line, Map<FaultCell, String> cells) {
        String[] texts = line.split("\\|", -1);
        int at = 2;
        for (HeldState state : HeldState.values()) {
            if (at < texts.length && !texts[at].isBlank()) {
                cells.put(new FaultCell(fault, state), texts[at].strip().replaceAll("[¹²³⁴⁵⁶⁷⁸⁹]+$", ""));
            }
            at++;
        }
    }

    /** Nothing where nobody has played it. */
    String outcome(FaultCell cell) {
        return cells.getOrDefault(cell, "");
    }

    /** At once in the file. Where all versions of Nix agree, it is said once. */
    synchronized void found(FaultCell cell, Suite suite, String outcome) throws IOException {
        Map<Suite, String> each = found.computeIfAbsent(cell, _ -> new EnumMap<>(Suite.class));
        each.put(suite, outcome);
        cells.put(
                cell,
                new TreeSet<>(each.values()).size() == 1
                        ? outcome
                        : each.entrySet().stream()
                                .map(e -> e.getKey().nix() + ": " + e.getValue())
                                .collect(joining("<br>")));
        Files.writeString(file, text());
    }

    String text() {
        return FaultText.BEFORE + table() + FaultText.between() + places() + FaultText.notes();
    }

    private String table() {
        List<String> lines = new ArrayList<>();
        lines.add(row("", Stream.of(HeldState.values()).map(state -> "`" + state.word() + "`")));
        lines.add(row("---", Stream.of(HeldState.values()).map(_ -> "---")));
        for (Fault fault : Fault.values()) {
            lines.add(row(fault.words(), Stream.of(HeldState.values()).map(state -> cell(fault, state))));
        }
        return String.join("", lines);
    }

    private String cell(Fault fault, HeldState state) {
        var cell = new FaultCell(fault, state);
        String marks = IntStream.range(0, FaultText.NOTES.size())
                .filter(i -> FaultText.NOTES.get(i).of().test(cell))
                .mapToObj(FaultText::mark)
                .collect(joining());
        return outcome(cell) + marks;
    }

    private static String places() {
        return Stream.of(HeldState.values())
                .map(state -> "- `%s`: %s%n".formatted(state.word(), state.place()))
                .collect(joining());
    }

    private static String row(String first, Stream<String> texts) {
        return "| " + first + texts.collect(joining(" | ", " | ", " |\n"));
    }
}
