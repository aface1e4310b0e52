package dev.convoy.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Text files that convoy carries in its own jars. */
public final class Packaged {
    private Packaged() {}

    /** @param beside the class whose package has the file */
    public static String text(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("convoy was packaged without " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell script without its comments, for those that are sent each time. */
    public static String shell(Class<?> beside, String file) {
        return withoutComments(text(beside, file));
    }

    public static String withoutComments(String script) {
        return script.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
    }
}
