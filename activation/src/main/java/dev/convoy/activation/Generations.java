package dev.convoy.activation;

import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The numbered entries of a host's system profile. Read from its links: {@code nix-env} would want root and a lock. */
public final class Generations {
    /** Number, toplevel, seconds since 1970, NixOS version, kernel version. */
    private static final int FIELDS = 5;

    private Generations() {}

    /**
     * All generations, oldest first; none where the host has no system profile.
     *
     * @throws ActivationException if the host cannot be read
     */
    public static List<Generation> read(Machine machine) throws InterruptedException {
        HostAnswer answer = HostQuestion.ask(machine, HostScript.GENERATIONS.command(), "generations");
        return answer.all("entry").stream()
                .map(line -> generation(line.split("\t", FIELDS), answer))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(Generation::number))
                .toList();
    }

    private static Optional<Generation> generation(String[] fields, HostAnswer answer) {
        if (fields.length < FIELDS || !fields[0].matches("\\d{1,9}") || !fields[2].matches("\\d{1,11}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(fields[0]);
        Optional<StorePath> toplevel = HostAnswer.storePath(fields[1]);
        return toplevel.map(path -> new Generation(
                number,
                path,
                Instant.ofEpochSecond(Long.parseLong(fields[2])),
                Optional.of(fields[3]).filter(version -> !version.isEmpty()),
                Optional.of(fields[4]).filter(version -> !version.isEmpty()),
                answer.smallNumber("generation").orElse(-1) == number,
                answer.path("running").equals(toplevel),
                answer.path("booted").equals(toplevel)));
    }
}
