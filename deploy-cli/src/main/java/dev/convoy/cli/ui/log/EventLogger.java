package dev.convoy.cli.ui.log;

import dev.convoy.cli.event.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * A logger that knows warnings and errors only. The levels below are never on, whatever is configured: at TRACE sshj
 * logs what it encrypts, and so passwords.
 */
final class EventLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    EventLogger(String name) {
        this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        String source = name.substring(name.lastIndexOf('.') + 1);
        String cause = thrown == null ? "" : ": " + thrown;
        LibraryLogs.log(new Body.LibraryLog(level.name(), source + ": " + text + cause));
    }
}
