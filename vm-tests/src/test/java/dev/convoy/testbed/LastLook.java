package dev.convoy.testbed;

import static org.awaitility.Awaitility.await;

import dev.convoy.testbed.ConvoyProgram.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Holds a rollout where all hosts are done but the last, whose health check waits for a word of the test, and fails then. Before
 * the change the host is well.
 */
record LastLook(Path signs) {
    static LastLook in(Path folder) throws IOException {
        return new LastLook(Files.createDirectories(folder.resolve("signs")));
    }

    /** The configuration of a fleet that goes back as a whole. */
    String on(String last) {
        return """
                onFailure: run
                rollout: {stages: [{on: not %1$s}, {name: last, on: %1$s}]}
                health:
                  - name: last look
                    on: %1$s
                    timeout: 60s
                    retries: 0
                    here: |
                      cd '%2$s'
                      if mkdir before 2>/dev/null; then exit 0; fi
                      touch asked
                      until [ -e go ]; do sleep 0.1; done
                      exit 1
                """.formatted(last, signs);
    }

    /** Or until convoy has ended, which the test will not like. */
    void awaitAsked(Started convoy, Duration longest) {
        await().atMost(longest).until(() -> Files.exists(signs.resolve("asked")) || !convoy.isAlive());
    }

    void fails() throws IOException {
        Files.createFile(signs.resolve("go"));
    }
}
