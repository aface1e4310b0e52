package dev.convoy.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The run that the AOT cache is made from: it walks what operators' commands walk, so that those classes are in the cache.
 * Started by {@code ./dev package}.
 */
final class Training {
    private Training() {}

    /**
     * @param args an empty folder; and behind it, where a fleet is at hand, one of its hosts and a command to run in this
     *     process's folder, first for that host and then for all: what few hosts need is made ready earlier than for many.
     *     Without that no network and no Nix is touched.
     */
    public static void main(String[] args) throws IOException {
        walkShortCommands(Path.of(args[0]));
        if (args.length > 2) {
            List<String> command = List.of(args).subList(2, args.length);
            mustSucceed(
                    Stream.concat(command.stream(), Stream.of("--on", args[1])).toList());
            mustSucceed(command);
        }
    }

    private static void mustSucceed(List<String> words) {
        var said = new ByteArrayOutputStream();
        int code =
                run(words.toArray(String[]::new), System.getenv(), Path.of("").toAbsolutePath(), said);
        if (code != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    private static void walkShortCommands(Path folder) throws IOException {
        Files.writeString(folder.resolve("flake.nix"), "{ outputs = _: { }; }\n");
        Files.writeString(folder.resolve("convoy.yaml"), """
                parallel: 4
                hosts:
                  web1:
                    address: 127.0.0.1
                    port: 9
                    tags: [web, edge]
                """);
        for (List<String> words : List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("deploy", "--help"),
                List.of("status", "--help"),
                List.of("deploy", "--no-such-option"),
                List.of("no-such-command"),
                List.of("config", "show"),
                List.of("config", "show", "--json"),
                List.of("completion", "bash"),
                // No nix on this PATH: both go as far as they can without it.
                List.of("status", "--on", "web1"),
                List.of("plan", "--on", "@web and not db1"))) {
            var environment = Map.of("PATH", folder.toString(), "HOME", folder.toString());
            run(words.toArray(String[]::new), environment, folder, OutputStream.nullOutputStream());
        }
    }

    private static int run(String[] words, Map<String, String> environment, Path folder, OutputStream output) {
        var out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return Main.run(words, environment, folder, new ByteArrayInputStream(new byte[0]), out, out);
    }
}
