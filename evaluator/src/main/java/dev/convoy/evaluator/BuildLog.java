package dev.convoy.evaluator;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows the log of one {@code nix-store --realise}, and turns it into events. */
final class BuildLog {
    /** Five a second are enough for an eye, and Nix can send thousands. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(200);

    private final NixLogParser parser = new NixLogParser();
    private final BuildProgress progress = new BuildProgress();
    private final BuildFailures failures = new BuildFailures();
    private final InstantSource clock;
    private final Consumer<BuildEvent> events;
    private final Runnable onCompleted;
    private Instant nextSample = Instant.MIN;

    /** @param onCompleted runs whenever some build or fetch was completed */
    BuildLog(InstantSource clock, Consumer<BuildEvent> events, Runnable onCompleted) {
        this.clock = clock;
        this.events = events;
        this.onCompleted = onCompleted;
    }

    /** Reads to the end. */
    void read(InputStream stderr) {
        var lines = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                line(line);
            }
        } catch (IOException e) {
            // The process was ended; its exit status and the store tell the story.
            return;
        }
    }

    /** The last word on the progress, after {@link #read}. */
    void ended(boolean success) {
        events.accept(success ? progress.complete() : progress.snapshot());
    }

    BuildFailures failures() {
        return failures;
    }

    void line(String line) {
        switch (parser.parse(line)) {
            case NixLogEvent.Start start -> start(start);
            case NixLogEvent.Stop stop -> stop(stop);
            case NixLogEvent.LogLine(long id, String text) ->
                failures.build(id).ifPresent(build -> {
                    failures.line(build, text);
                    events.accept(new BuildEvent.LogLine(build, text));
                });
            case NixLogEvent.Progress counts -> {
                if (progress.progress(counts)) {
                    onCompleted.run();
                }
                sample();
            }
            case NixLogEvent.Expected expected -> progress.expected(expected);
            case NixLogEvent.Message(int level, String text) -> message(level, text);
            case NixLogEvent.Plain(String text) -> plain(text);
            case NixLogEvent.Other() -> {}
        }
    }

    private void start(NixLogEvent.Start start) {
        progress.start(start);
        if (start.type() == NixLogEvent.BUILD) {
            path(start.subject()).ifPresent(derivation -> {
                failures.started(start.id(), derivation);
                events.accept(new BuildEvent.BuildStarted(derivation));
            });
        }
    }

    private void stop(NixLogEvent.Stop stop) {
        progress.stop(stop);
        failures.build(stop.id()).ifPresent(build -> events.accept(new BuildEvent.BuildFinished(build)));
    }

    private void message(int level, String text) {
        if (level == 0) {
            failures.error(text);
        } else if (level == 1 && !text.contains("--add-root")) {
            // Results are protected one by one, as soon as they are there.
            events.accept(new BuildEvent.Message(text.strip()));
        }
    }

    /** Errors of a Nix that could not even set up its log, too. */
    private void plain(String text) {
        if (text.startsWith("error:")) {
            failures.error(text);
        } else if (!text.isBlank()) {
            events.accept(new BuildEvent.Message(text.strip()));
        }
    }

    private void sample() {
        Instant now = clock.instant();
        if (!now.isBefore(nextSample)) {
            nextSample = now.plus(BETWEEN_SAMPLES);
            events.accept(progress.snapshot());
        }
    }

    private static Optional<StorePath> path(String text) {
        try {
            return Optional.of(StorePath.parse(text));
        } catch (NixFormatException e) {
            return Optional.empty();
        }
    }
}
