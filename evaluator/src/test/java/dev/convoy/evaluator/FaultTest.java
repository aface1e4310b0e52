package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void everyCodeIsInTheDocuments() throws Exception {
        String documents = Files.readString(Path.of("").toAbsolutePath().resolveSibling("docs/errors.md"));

        for (Fault fault : Fault.values()) {
            assertThat(documents).contains("| `" + fault.code() + "` |");
        }
    }

    @Test
    void everyFailureSaysWhatToDo() {
        for (Fault fault : Fault.values()) {
            // A build that failed by itself has the command for its log as a hint, which only the failure knows.
            if (fault != Fault.BUILD_FAILED) {
                assertThat(fault.failure("trying", "failed").hints())
                        .as(fault.code())
                        .isNotEmpty();
            }
        }
    }
}
