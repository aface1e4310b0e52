package dev.convoy.cli.plan;

import dev.convoy.store.path.StorePath;
import java.util.List;

/**
 * What is missing on the machine that builds.
 *
 * @param downloadBytes of what is fetched, compressed
 * @param unpackedBytes of what is fetched, in the store
 */
public record BuildPlan(List<StorePath> builds, List<StorePath> fetches, long downloadBytes, long unpackedBytes) {
    public static final BuildPlan NOTHING = new BuildPlan(List.of(), List.of(), 0, 0);

    public BuildPlan {
        builds = List.copyOf(builds);
        fetches = List.copyOf(fetches);
    }

    public boolean isEmpty() {
        return builds.isEmpty() && fetches.isEmpty();
    }
}
