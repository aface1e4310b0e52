package dev.convoy.cli.run.rollout;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Links that keep what a run built from garbage collection: until it is over, or, under {@code --keep-result}, for good. */
public final class GcRoots implements AutoCloseable {
    private final Path directory;
    private final boolean kept;

    private GcRoots(Path directory, boolean kept) {
        this.directory = directory;
        this.kept = kept;
    }

    public static GcRoots open(Session session, String runId) {
        boolean kept = session.settings().isOn(Setting.KEEP_RESULT);
        Surroundings here = session.surroundings();
        Path directory = kept
                ? here.directory().resolve(".convoy").resolve("results")
                : here.stateDirectory().resolve("roots").resolve(runId);
        return new GcRoots(directory, kept);
    }

    boolean isKept() {
        return kept;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        if (kept || !Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A root too many costs disk space until somebody looks; it is no reason to call a deployment failed.
            return;
        }
    }
}
