package dev.convoy.cli.journal;

import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The journals that this machine has. */
public final class Journals {
    /** A run's last line has nothing in it that could be long. */
    private static final int LONGEST_END = 256;

    private final Path runs;

    /** @param runs has a directory for each run */
    public Journals(Path runs) {
        this.runs = runs;
    }

    /** A journal, or why it cannot be read. */
    public sealed interface Found {
        record Whole(RunRecord run) implements Found {}

        record Broken(String runId, String problem) implements Found {}
    }

    /**
     * All, latest first: run ids sort by time.
     *
     * @throws UsageException if this user may not read them
     */
    public List<Found> all() {
        return ids().map(this::read).flatMap(Optional::stream).toList();
    }

    /** Those whose id is {@code text}, or begins or ends with it, latest first. */
    public List<Found> matching(String text) {
        List<String> near =
                ids().filter(id -> id.startsWith(text) || id.endsWith(text)).toList();
        Stream<String> chosen = near.contains(text) ? Stream.of(text) : near.stream();
        return chosen.map(this::read).flatMap(Optional::stream).toList();
    }

    /**
     * The latest run that was cut off, unless later ones took over all of its hosts. That each of them had come to its end is
     * no end of the run: they were still to be judged.
     */
    public Optional<RunRecord> unfinished() {
        return withoutEnd(ids().toList()).filter(run -> !run.going()).findFirst();
    }

    /**
     * The ids of all that go on, or that could be gone on with.
     *
     * @param own a run that this process works on, which is left out: who closes its journal gives the lock away (fcntl(2))
     */
    public Set<String> inUse(String own) {
        List<String> others = ids().filter(id -> !id.equals(own)).toList();
        return withoutEnd(others).map(RunRecord::id).collect(Collectors.toSet());
    }

    /** Those that go on, and those that were cut off unless later ones took over all of their hosts. */
    private Stream<RunRecord> withoutEnd(List<String> latestFirst) {
        // Almost all runs came to their end, which their last line tells.
        if (latestFirst.stream().allMatch(this::hasEnd)) {
            return Stream.of();
        }
        Set<HostName> taken = new HashSet<>();
        return latestFirst.stream().map(this::read).flatMap(Optional::stream).mapMulti((found, runs) -> {
            if (found instanceof Found.Whole(RunRecord run)) {
                boolean leaves = !taken.containsAll(run.hosts().keySet());
                if (run.going() || (run.isCutOff() && run.head().said().isPresent() && leaves)) {
                    runs.accept(run);
                }
                run.all().forEach(host -> taken.add(host.host()));
            }
        });
    }

    private boolean hasEnd(String id) {
        return JournalLine.isEndOfRun(lastLine(Journal.fileIn(runs.resolve(id))));
    }

    private static String lastLine(Path file) {
        try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(bytes.length(), LONGEST_END)];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8).lines().toList().getLast();
        } catch (IOException | NoSuchElementException e) {
            return "";
        }
    }

    public Path directoryOf(RunRecord run) {
        return runs.resolve(run.id());
    }

    private Stream<String> ids() {
        try (Stream<Path> directories = Files.list(runs)) {
            return directories
                    .filter(directory -> Files.exists(Journal.fileIn(directory)))
                    .map(directory -> String.valueOf(directory.getFileName()))
                    .sorted(Comparator.reverseOrder())
                    .toList()
                    .stream();
        } catch (NoSuchFileException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UsageException("the journals in " + runs + " cannot be read: " + e);
        }
    }

    /** Empty for a run that died before the first line was whole: nothing was done then. */
    private Optional<Found> read(String id) {
        Path file = Journal.fileIn(runs.resolve(id));
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            List<Entry> entries = new ArrayList<>();
            // What comes after the last line end was being written when the process died.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JournalLine.parse(line).ifPresent(entries::add);
            }
            return reduce(entries, Journal.isOpen(file)).map(Found.Whole::new);
        } catch (IOException e) {
            return Optional.of(new Found.Broken(id, "it cannot be read: " + e));
        } catch (JournalException e) {
            return Optional.of(new Found.Broken(id, String.valueOf(e.getMessage())));
        }
    }

    private static Optional<RunRecord> reduce(List<Entry> entries, boolean going) {
        if (entries.isEmpty() || !(entries.getFirst() instanceof Entry.RunBegun(Instant begun, RunHead head))) {
            return Optional.empty();
        }
        SequencedMap<HostName, HostRecord> hosts = new LinkedHashMap<>();
        List<String> resumedBy = new ArrayList<>();
        Optional<Halt> halt = Optional.empty();
        OptionalInt exitCode = OptionalInt.empty();
        Optional<Instant> ended = Optional.empty();
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.RunBegun _ -> {}
                case Entry.HostPlanned(Instant _, HostHead host) -> hosts.put(host.host(), HostRecord.planned(host));
                case Entry.HostFailing(Instant _, HostName host, List<String> checks) ->
                    hosts.computeIfPresent(host, (_, record) -> record.failing(Set.copyOf(checks)));
                case Entry.HostStep(Instant time, HostName host, Step step, Optional<String> reason) ->
                    hosts.computeIfPresent(
                            host,
                            (_, record) -> record.after(new HostRecord.Asked(step, time, reason, Optional.empty())));
                case Entry.HostRestarted(Instant time, HostName host, Boot boot) ->
                    hosts.computeIfPresent(
                            host,
                            (_, record) -> record.after(
                                    new HostRecord.Asked(Step.REBOOT, time, Optional.empty(), Optional.of(boot))));
                case Entry.HostEnded(Instant _, HostName host, Ending ending) ->
                    hosts.computeIfPresent(host, (_, record) -> record.endedWith(ending));
                case Entry.RolloutHalted(Instant _, Halt its) -> halt = Optional.of(its);
                case Entry.RolloutResumed _ -> hosts.replaceAll((_, record) -> record.forgiven());
                case Entry.RunResumed(Instant _, String operator) -> {
                    resumedBy.add(operator);
                    exitCode = OptionalInt.empty();
                    ended = Optional.empty();
                }
                case Entry.RunEnded(Instant time, int code) -> {
                    exitCode = OptionalInt.of(code);
                    ended = Optional.of(time);
                }
            }
        }
        return Optional.of(new RunRecord(head, begun, going, hosts, halt, resumedBy, exitCode, ended));
    }
}
