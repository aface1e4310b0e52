package dev.convoy.cli.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.event.Body;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LibraryLogsTest {
    private final Logger logger = LoggerFactory.getLogger("net.schmizz.sshj.Transport");
    private final List<Body.LibraryLog> heard = new ArrayList<>();

    @Test
    void warningsOfLibrariesBecomeEvents() {
        try (var _ = LibraryLogs.listen(heard::add)) {
            logger.warn("odd {} from {}", "packet", 7);
            logger.error("gone", new IllegalStateException("closed"));
        }
        assertThat(heard)
                .containsExactly(
                        new Body.LibraryLog("WARN", "Transport: odd packet from 7"),
                        new Body.LibraryLog("ERROR", "Transport: gone: java.lang.IllegalStateException: closed"));
    }

    @Test
    void whatIsBelowAWarningIsNeverLogged() {
        try (var _ = LibraryLogs.listen(heard::add)) {
            logger.trace("password is {}", "hunter2");
            logger.debug("x");
            logger.info("x");
            logger.atLevel(Level.TRACE).log("x");
            logger.makeLoggingEventBuilder(Level.DEBUG).log("x");
        }
        assertThat(heard).isEmpty();
        assertThat(logger.isTraceEnabled()).isFalse();
        assertThat(logger.isDebugEnabled()).isFalse();
        assertThat(logger.isInfoEnabled()).isFalse();
    }

    @Test
    void nobodyListensAfterwards() {
        LibraryLogs.listen(heard::add).close();
        logger.warn("late");
        assertThat(heard).isEmpty();
    }
}
