package dev.convoy.cli.ui;

import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Sink;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Plays a {@link FakeRun} to look at: {@code Replay HOSTS SPEED auto|fancy|plain|none [json] [ask]}, or shows the picker: {@code Replay HOSTS
 * pick}. Not a test. */
final class Replay {
    private Replay() {}

    public static void main(String[] args) throws Exception {
        var run = new FakeRun(Integer.parseInt(args[0]));
        if (args[1].equals("pick")) {
            System.err.println(pick(Integer.parseInt(args[0])));
            return;
        }
        double speed = Double.parseDouble(args[1]);
        List<String> more = List.of(args).subList(2, args.length);
        var clock = new PlayedClock(speed);
        var settings = new UiSettings(
                ProgressStyle.valueOf(args[2].toUpperCase(Locale.ROOT)),
                System.getenv("NO_COLOR") == null,
                more.contains("json"),
                System.out,
                System.err,
                Files.createTempDirectory("replay"),
                clock,
                more.contains("verbose"));
        RunUi ui = RunUi.open(settings);
        boolean ask = more.contains("ask");
        Duration seen = Duration.ZERO;
        while (seen.compareTo(run.length()) <= 0) {
            Thread.sleep(50);
            Duration now = Duration.between(FakeRun.START, clock.instant());
            List<FleetEvent> events = run.between(seen, now);
            for (Sink sink : ui.sinks()) {
                sink.accept(events);
            }
            seen = now;
            if (ask && seen.toSeconds() > 8) {
                ask = false;
                Thread.ofVirtual().start(() -> ask(ui));
            }
        }
        ui.sinks().forEach(Sink::close);
    }

    private static Object pick(int hosts) throws InterruptedException {
        return new HostPicker(true)
                .pick(IntStream.rangeClosed(1, hosts)
                        .mapToObj(i -> new HostPicker.Choice(
                                FakeRun.name(i), new TreeSet<>(List.of(i % 2 == 0 ? "web" : "fra")), "10.0.0." + i))
                        .toList());
    }

    private static void ask(RunUi ui) {
        try {
            char[] secret = ui.prompt().secret("sudo password of ada on web1:", "give --yes");
            System.err.println("read " + secret.length + " characters, sum "
                    + new String(secret).chars().sum());
            System.err.println("sure: " + ui.prompt().confirm("Go on?", "give --yes"));
        } catch (InterruptedException e) {
            System.err.println("interrupted: " + e.getMessage());
        }
    }

    private static final class PlayedClock extends Clock {
        private final double speed;
        private final long begun = System.nanoTime();

        PlayedClock(double speed) {
            this.speed = speed;
        }

        @Override
        public Instant instant() {
            return FakeRun.START.plusNanos((long) ((System.nanoTime() - begun) * speed));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
