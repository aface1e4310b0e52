package dev.convoy.testbed.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A way to bring the systems of a fleet to its hosts. */
enum Contender {
    /** The built program, as in a pipe, from the start of its JVM: it also evaluates, connects, and looks at the hosts. */
    CONVOY("convoy"),
    /** The newest Nix of the test images, one process per host. */
    SSH("ssh://"),
    SSH_NG("ssh-ng://"),
    /** The limit that OpenSSH sets: as many bytes as the archives have, with nobody to unpack them. */
    CAT("ssh cat");

    private static final String LOG = "log: ";
    private static final Pattern COPY = Pattern.compile("\\S+ copy ");
    /** The last that is said of it: what a host fetched is said before. */
    private static final Pattern SENT = Pattern.compile(" copy sent ([0-9]+) paths?, [^;]*$");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Contender of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean isPeer() {
        return this == SSH || this == SSH_NG;
    }

    /**
     * @param controller the root file system that the newest Nix is in
     * @param scratch outlives no case
     */
    record Ground(Path repository, Path controller, Path scratch, BenchFleet fleet, Path sshConfig, BenchCase the) {}

    List<Metered> start(Ground ground) throws IOException, InterruptedException {
        List<Metered> started = new ArrayList<>();
        if (this == CONVOY) {
            Map<String, String> environment = Map.of(
                    "XDG_STATE_HOME", ground.scratch().resolve("state").toString(),
                    "XDG_CACHE_HOME", ground.scratch().resolve("cache").toString(),
                    "XDG_CONFIG_HOME", ground.scratch().resolve("config").toString());
            started.add(Metered.start(
                    ground.scratch(),
                    ground.fleet().folder(),
                    environment,
                    List.of(
                            ground.repository().resolve("convoy").toString(),
                            "push",
                            "--on",
                            String.join(",", ground.the().hostNames()))));
            return started;
        }
        for (int i = 0; i < ground.the().hosts(); i++) {
            String host = ground.the().hostNames().get(i);
            started.add(Metered.start(
                    ground.scratch(),
                    ground.scratch(),
                    Map.of("NIX_SSHOPTS", "-F " + ground.sshConfig()),
                    command(ground, host, ground.fleet().systems().get(i))));
        }
        return started;
    }

    private List<String> command(Ground ground, String host, String system) throws IOException, InterruptedException {
        List<String> copy = List.of("nix", "copy", "--no-check-sigs", "--to", label + host, system);
        List<String> cat = List.of(
                "sh",
                "-c",
                "head -c %d %s | ssh -F %s %s 'cat > /dev/null'"
                        .formatted(
                                ground.fleet().narBytes(),
                                ground.repository().resolve("build/bench/data"),
                                ground.sshConfig(),
                                host));
        return Stream.concat(Stream.of("chroot", ground.controller().toString()), (this == CAT ? cat : copy).stream())
                .toList();
    }

    /** How many paths it sent to a host, as it says itself. */
    long sentPaths(Metered ended) throws IOException {
        if (this != CONVOY) {
            return ended.errors().stream()
                    .filter(line -> line.startsWith("copying path '"))
                    .count();
        }
        return copyLines(ended).stream()
                .map(SENT::matcher)
                .filter(Matcher::find)
                .mapToLong(sent -> Long.parseLong(sent.group(1)))
                .sum();
    }

    /** How long the copy itself took, where the program tells. */
    Optional<Duration> copy(List<Metered> ended) throws IOException {
        if (this != CONVOY) {
            return Optional.empty();
        }
        List<Instant> times = copyLines(ended.getFirst()).stream()
                .map(line -> OffsetDateTime.parse(line.substring(0, line.indexOf(' ')))
                        .toInstant())
                .sorted()
                .toList();
        return Optional.of(Duration.between(times.getFirst(), times.getLast()));
    }

    /** What the logs of the hosts say of copying. */
    private static List<String> copyLines(Metered ended) throws IOException {
        String folder = ended.errors().stream()
                .filter(line -> line.startsWith(LOG))
                .findFirst()
                .orElseThrow()
                .substring(LOG.length());
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(Path.of(folder), "h*.log")) {
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line -> COPY.matcher(line).lookingAt())
                        .forEach(lines::add);
            }
        }
        return lines;
    }
}
