package dev.convoy.testbed;

import dev.convoy.testbed.ConvoyProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long a fleet takes to go back, beside one host: rollouts whose last host is found unhealthy, to twelve hosts and to two,
 * in turns. Started by bench/rollback.sh.
 */
public final class RollbackBench {
    private static final int MANY = 12;

    /** Two: one whose check fails, and one that has been changed by then and goes back alone. */
    private static final int FEW = 2;

    private final Path work;
    private final int runs;
    private final int switchSeconds;

    private RollbackBench(Path work, int runs, int switchSeconds) {
        this.work = work;
        this.runs = runs;
        this.switchSeconds = switchSeconds;
    }

    /** @param arguments an empty folder, runs, and for how many seconds a switch only waits */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new RollbackBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).run();
    }

    /**
     * What one rollout told of its end.
     *
     * @param all from the check that failed to the last host read on its old system
     * @param last of this, until the host of that check was back
     * @param one what another host took for itself, from being asked
     */
    private record Sample(Duration all, Duration last, Duration one) {
        static Sample of(Result deployed, String lastHost, String otherHost) {
            List<JsonNode> events = deployed.stdout()
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
            Instant failed = first(
                    events,
                    event -> is(event, "health.finding", lastHost)
                            && event.path("result").asString().equals("fail"));
            Instant asked = first(
                    events,
                    event -> is(event, "phase.started", otherHost)
                            && event.path("phase").asString().equals("rollback"));
            Instant back = last(events, event -> is(event, "host.finished", otherHost));
            return new Sample(
                    Duration.between(
                            failed,
                            last(events, event -> event.path("type").asString().equals("host.finished"))),
                    Duration.between(failed, first(events, event -> is(event, "host.finished", lastHost))),
                    Duration.between(asked, back));
        }

        private static boolean is(JsonNode event, String type, String host) {
            return event.path("type").asString().equals(type)
                    && event.path("host").asString("").equals(host);
        }

        private interface Which {
            boolean is(JsonNode event);
        }

        private static Instant first(List<JsonNode> events, Which which) {
            return Instant.parse(events.stream()
                    .filter(which::is)
                    .findFirst()
                    .orElseThrow()
                    .get("time")
                    .asString());
        }

        private static Instant last(List<JsonNode> events, Which which) {
            return first(events.reversed(), which);
        }
    }

    private void run() throws IOException, InterruptedException {
        try (Rack rack = Rack.in(work.resolve("rack"))) {
            List<String> names =
                    IntStream.rangeClosed(1, MANY).mapToObj("h%02d"::formatted).toList();
            rack.add(names);
            List<String> few = names.subList(MANY - FEW, MANY);
            Rollout many = new Rollout(rack, names);
            Rollout pair = new Rollout(rack, few);
            many.install();
            List<Sample> ofMany = new ArrayList<>();
            List<Sample> ofFew = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                ofFew.add(told(i, pair.goBack()));
                ofMany.add(told(i, many.goBack()));
            }
            print(ofMany, ofFew);
        }
    }

    private static Sample told(int run, Sample sample) {
        System.err.printf(
                Locale.ROOT,
                "bench: run %d: all back after %d ms, the last after %d ms, one host %d ms%n",
                run + 1,
                sample.all().toMillis(),
                sample.last().toMillis(),
                sample.one().toMillis());
        return sample;
    }

    private void print(List<Sample> many, List<Sample> few) {
        long one = median(few.stream().map(Sample::one).toList());
        System.out.printf(
                Locale.ROOT,
                "medians of %d interleaved runs; a switch waits for %d s; %d processors for convoy and all hosts%n",
                runs,
                switchSeconds,
                Runtime.getRuntime().availableProcessors());
        System.out.printf("  %-72s %8s %6s%n", "", "ms", "ratio");
        print("one host goes back, alone", one, one);
        print(
                "2 hosts: from the failing check to both back",
                median(few.stream().map(Sample::all).toList()),
                one);
        print(
                "12 hosts: from the failing check to all back",
                median(many.stream().map(Sample::all).toList()),
                one);
        print(
                "  of this, until the unhealthy host was back and the others were asked",
                median(many.stream().map(Sample::last).toList()),
                one);
        print(
                "  one host of those that go back at once",
                median(many.stream().map(Sample::one).toList()),
                one);
    }

    private static void print(String what, long millis, long one) {
        System.out.printf(Locale.ROOT, "  %-72s %8d %6.2f%n", what, millis, (double) millis / one);
    }

    private static long median(List<Duration> times) {
        return times.stream()
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(times.size() / 2)
                .toMillis();
    }

    /** A flake of some of the hosts, which is deployed again and again and never stays. */
    private final class Rollout {
        private final List<String> names;
        private final ExampleFleet fleet;
        private final ConvoyProgram convoy;

        Rollout(Rack rack, List<String> names) throws IOException {
            this.names = names;
            Path folder = work.resolve("of-" + names.size());
            fleet = ExampleFleet.in(folder.resolve("fleet"));
            convoy = ConvoyProgram.in(fleet.folder(), folder);
            names.forEach(name -> fleet.host(name, "{ }").reach(name, rack.sshFiles()));
            Path program = fleet.folder().resolve("switch-to-configuration.sh");
            String activate = "\n@out@/activate >&2 || status=2\n";
            String text = Files.readString(program);
            if (!text.contains(activate)) {
                throw new IllegalStateException("the example's switch-to-configuration.sh is not as expected");
            }
            Files.writeString(program, text.replace(activate, "\nsleep " + switchSeconds + activate));
        }

        void install() throws InterruptedException {
            Result installed = convoy.run("deploy", "--yes");
            if (installed.exit() != 0) {
                throw new IllegalStateException(installed.toString());
            }
        }

        Sample goBack() throws InterruptedException {
            fleet.release("1.1");
            String last = names.getLast();
            fleet.configure("""
                    onFailure: run
                    rollout: {stages: [{on: not %1$s}, {on: %1$s}]}
                    health:
                      - {name: release, on: %1$s, retries: 0, onHost: 'case $(readlink /run/current-system) in *-1.0) ;; *) false;; esac'}
                    """.formatted(last));
            Result deployed = convoy.run("deploy", "--yes", "--json");
            if (deployed.exit() != 4) {
                throw new IllegalStateException(deployed.toString());
            }
            return Sample.of(deployed, last, names.getFirst());
        }
    }
}
