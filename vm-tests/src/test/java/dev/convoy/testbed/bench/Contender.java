package dev.convoy.testbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A way to bring the systems of a fleet to its hosts. */
enum Contender {
    /** The built program, from the start of its JVM: it also evaluates, connects, and looks at the hosts. */
    CONVOY("convoy"),
    /** The newest Nix of the test images, one process per host. */
    SSH("ssh://"),
    SSH_NG("ssh-ng://"),
    /** The limit that OpenSSH sets: as many bytes as the archives have, with nobody to unpack them. */
    CAT("ssh cat");

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
                            "--json",
                            "--progress",
                            "none",
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
        var json = new ObjectMapper();
        return ended.lines().stream()
                .map(json::readTree)
                .filter(event -> event.path("type").asString().equals("transfer.finished"))
                .mapToLong(event -> event.path("paths").asLong())
                .sum();
    }

    /** How long the copy itself took, where the program tells. */
    Optional<Duration> copy(List<Metered> ended) throws IOException {
        if (this != CONVOY) {
            return Optional.empty();
        }
        var json = new ObjectMapper();
        Optional<Instant> first = Optional.empty();
        Optional<Instant> last = Optional.empty();
        for (String line : ended.getFirst().lines()) {
            JsonNode event = json.readTree(line);
            if (event.path("phase").asString().equals("transfer") && event.has("host")) {
                Instant time = Instant.parse(event.get("time").asString());
                first = first.isPresent() ? first : Optional.of(time);
                last = Optional.of(time);
            }
        }
        Optional<Instant> begin = first;
        return last.map(end -> Duration.between(begin.orElseThrow(), end));
    }
}
