package dev.convoy.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real scripts, and random orders of what can happen to them: confirmations, silence, a second operator, switches and
 * commits and reverts that fail, killed supervisors, reboots. A game that breaks a promise is told with its seed and all that
 * happened; {@code -Dconvoy.model.seed=SEED -Dconvoy.model.games=1} plays the same events again.
 */
class TransactionModelIT {
    private static final long SEED = Long.getLong("convoy.model.seed", 1);
    private static final int GAMES = Integer.getInteger("convoy.model.games", 24);

    /** Most of a game is waiting. */
    private static final int SIDE_BY_SIDE = 6;

    @Test
    void thePromisesHoldInWhateverOrderThingsHappen(@TempDir Path folder) throws Exception {
        var places = new Semaphore(SIDE_BY_SIDE);
        List<Future<String>> games = new ArrayList<>();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long seed = SEED; seed < SEED + GAMES; seed++) {
                long chosen = seed;
                games.add(each.submit(() -> {
                    places.acquire();
                    try (var game =
                            new TransactionGame(chosen, Files.createDirectories(folder.resolve("game" + chosen)))) {
                        return game.play();
                    } finally {
                        places.release();
                    }
                }));
            }
        }
        List<String> broken = new ArrayList<>();
        for (Future<String> game : games) {
            if (!game.get().isEmpty()) {
                broken.add(game.get());
            }
        }
        assertThat(broken).as("%d of %d games", broken.size(), GAMES).isEmpty();
    }
}
