package dev.convoy.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The run that the AOT cache is made from: it walks what operators' commands walk, so that those classes are in the cache.
 * Started by {@code ./dev package} with one argument, an empty folder. Touches no network and no Nix.
 */
final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
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
            run(folder, words);
        }
    }

    private static void run(Path folder, List<String> words) {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Main.run(
                words.toArray(String[]::new),
                Map.of("PATH", folder.toString(), "HOME", folder.toString()),
                folder,
                new ByteArrayInputStream(new byte[0]),
                out,
                out);
    }
}
