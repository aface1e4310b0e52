package dev.convoy.cli.ui;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.FleetEvent;
import dev.convoy.cli.event.Printable;
import dev.convoy.cli.event.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps everything that was said: a file for each host and one for the run. Only the operator can read them, because
 * what a build or a host prints is nobody else's business.
 *
 * <p>Files are opened for each batch of events, so that a fleet of hundreds does not hold hundreds of them open.
 */
final class LogFileSink implements Sink {
    private final Path logDirectory;
    private final Clock clock;
    private Optional<RunLogs> logs = Optional.empty();

    LogFileSink(Path logDirectory, Clock clock) {
        this.logDirectory = logDirectory;
        this.clock = clock;
    }

    @Override
    public void accept(List<FleetEvent> events) {
        Map<Path, StringBuilder> texts = new LinkedHashMap<>();
        for (FleetEvent event : events) {
            if (event.body() instanceof Body.RunStarted(String runId, var _, var _)) {
                logs = Optional.of(RunLogs.of(logDirectory, runId));
            }
            Said said = EventWords.of(event);
            logs.filter(_ -> said.weighs(Said.Weight.DETAIL)).ifPresent(files -> {
                Path file = event.host().map(files::host).orElseGet(files::run);
                write(texts.computeIfAbsent(file, _ -> new StringBuilder()), event, said);
            });
        }
        try {
            for (Map.Entry<Path, StringBuilder> file : texts.entrySet()) {
                append(file.getKey(), file.getValue().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing log files in " + logDirectory, e);
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private void write(StringBuilder text, FleetEvent event, Said said) {
        OffsetDateTime time =
                event.time().atZone(clock.getZone()).toOffsetDateTime().truncatedTo(ChronoUnit.MILLIS);
        text.append(time).append(' ').append(EventWords.phase(event.phase())).append(' ');
        text.append(Printable.line(said.text())).append('\n');
        for (String more : said.more()) {
            text.append("    ").append(Printable.line(more)).append('\n');
        }
    }

    private static void append(Path file, String text) throws IOException {
        Path directory = Optional.ofNullable(file.getParent()).orElseThrow();
        Files.createDirectories(directory, only("rwx------"));
        try (var channel = Files.newByteChannel(file, Set.of(CREATE, WRITE, APPEND), only("rw-------"));
                var out = Channels.newOutputStream(channel)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static FileAttribute<?> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
