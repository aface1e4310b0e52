package dev.convoy.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Embedded hosts as a program, for {@code convoy demo} and for trying things by hand: {@code EmbeddedFleet DIRECTORY HOST...}.
 * Prints one line of JSON when all are up, {@code {"sshConfig":"…","hosts":{"web1":40001,…}}}, runs until its standard input
 * ends or it is told to stop, and leaves nothing in the directory.
 */
public final class EmbeddedFleet {
    private EmbeddedFleet() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            System.err.println("usage: EmbeddedFleet DIRECTORY HOST...");
            System.exit(2);
        }
        Rack rack = Rack.in(Path.of(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(rack)));
        rack.add(List.of(arguments).subList(1, arguments.length));
        System.out.println(ready(rack));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static void close(Rack rack) {
        try {
            rack.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ready(Rack rack) {
        return rack.hosts().stream()
                .map(host ->
                        "\"%s\":%d".formatted(json(host.name()), host.line().port()))
                .collect(Collectors.joining(
                        ",",
                        "{\"sshConfig\":\"%s\",\"hosts\":{"
                                .formatted(json(rack.sshFiles().config().toString())),
                        "}}"));
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
