package dev.convoy.cli.ui;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.convoy.cli.ExitCode;
import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.event.Sink;
import dev.convoy.cli.ui.JsonBody.Typed;
import dev.convoy.evaluator.HostName;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON lines, one for each event, as docs/schema/events-v1.schema.json describes them. The last one is always
 * {@code run.finished}. Lines have a sequence of their own, so that samples count too and a reader can tell a loss.
 */
final class JsonSink implements Sink {
    private static final int VERSION = 1;
    private static final Duration SAMPLE = Duration.ofSeconds(1);

    /** Everything beyond ASCII is escaped: whatever the locale, and even on a terminal, a line is what it says. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_ABSENT))
            .build();

    private final PrintStream out;
    private final Clock clock;
    private final FleetView view = new FleetView();
    private final Map<HostName, Long> sampled = new HashMap<>();
    /** One for all lines: there are thousands, and each of its own would ask anew how a line is written. */
    private final SequenceWriter lines;

    private record Line(
            int v,
            long seq,
            String time,
            String type,
            String phase,
            Optional<String> host,
            @JsonUnwrapped JsonData data) {}

    private long seq;
    private Instant lastSample = Instant.EPOCH;
    private boolean finished;

    JsonSink(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.lines = MAPPER.writer().withRootValueSeparator("").writeValues(out);
    }

    @Override
    public void accept(List<FleetEvent> events) {
        for (FleetEvent event : events) {
            view.accept(event);
            write(event.time(), event.host(), event.phase(), JsonBody.of(event.body()));
            finished |= event.body() instanceof Body.RunFinished;
        }
        sample(clock.instant());
        out.flush();
    }

    /** A run that ends without saying how has met a bug; its readers still get their last line. */
    @Override
    public void close() {
        if (!finished) {
            write(clock.instant(), Optional.empty(), Phase.REPORT, JsonBody.of(new Body.RunFinished(ExitCode.BUG)));
            finished = true;
        }
        out.flush();
    }

    private void sample(Instant now) {
        if (Duration.between(lastSample, now).compareTo(SAMPLE) < 0) {
            return;
        }
        lastSample = now;
        for (HostRow row : view.rows()) {
            row.sending().ifPresent(sending -> {
                long bytes = sending.doneBytes();
                if (!Optional.ofNullable(sampled.put(row.host(), bytes)).equals(Optional.of(bytes))) {
                    write(now, Optional.of(row.host()), row.phase(), JsonBody.of(sending));
                }
            });
        }
    }

    private void write(Instant time, Optional<HostName> host, Phase phase, Typed body) {
        if (finished) {
            return;
        }
        var line = new Line(
                VERSION,
                ++seq,
                time.toString(),
                body.type(),
                phase.name().toLowerCase(Locale.ROOT),
                body.host().or(() -> host.map(HostName::value)),
                body.data());
        lines.write(line);
        lines.flush();
        out.write('\n');
    }
}
