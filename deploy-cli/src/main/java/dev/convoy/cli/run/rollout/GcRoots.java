package dev.convoy.cli.run.rollout;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.look.HistoryRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Links that keep what a run built from garbage collection: until it is over, or, under {@code --keep-result}, for good. */
public final class GcRoots implements AutoCloseable {
    private final Path directory;
    private final boolean kept;
    private final Closeable roots;

    private GcRoots(Path directory, boolean kept, Closeable roots) {
        this.directory = directory;
        this.kept = kept;
        this.roots = roots;
    }

    /** Drops those of runs that were killed, unless somebody may still go on with them. */
    public static GcRoots open(Session session, String runId) {
        Surroundings here = session.surroundings();
        if (session.settings().isOn(Setting.KEEP_RESULT)) {
            return new GcRoots(here.directory().resolve(".convoy").resolve("results"), true, () -> {});
        }
        var runs = new RootsOfRuns(here.stateDirectory().resolve("roots"));
        runs.dropDead(() -> HistoryRun.journals(session).inUse(runId));
        Closeable held = runs.hold(runId);
        return new GcRoots(runs.folder(runId), false, () -> {
            try (held) {
                runs.drop(runId);
            }
        });
    }

    boolean isKept() {
        return kept;
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try {
            roots.close();
        } catch (IOException e) {
            // A root too many costs disk space until the next run; it is no reason to call a deployment failed.
            return;
        }
    }
}
