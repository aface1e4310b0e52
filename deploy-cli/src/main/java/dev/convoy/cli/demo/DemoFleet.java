package dev.convoy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the example fleet, and the edits that an operator would make to it. */
record DemoFleet(Path folder) {
    private static final String SOUND = "web2 = web;";
    private static final String BROKEN = "web2 = web // { fail = \"activate\"; };";

    static final List<String> HOSTS = List.of("db1", "web1", "web2");

    /** @param sshConfig says how the hosts are reached */
    static DemoFleet copy(Path example, Path folder, Path sshConfig) throws IOException {
        try (Stream<Path> files = Files.list(example)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        var fleet = new DemoFleet(folder);
        if (System.getProperty("os.arch").equals("aarch64")) {
            fleet.replace("lib.nix", "x86_64-linux", "aarch64-linux");
        }
        String options = "    sshOptions: [\"-F\", \"" + sshConfig + "\"]\n";
        Files.writeString(
                folder.resolve("convoy.yaml"),
                HOSTS.stream()
                        .map(host -> "  " + host + ":\n" + options)
                        .collect(Collectors.joining("", "hosts:\n", "")));
        return fleet;
    }

    void release(String version, String message) throws IOException {
        Files.writeString(folder.resolve("version.nix"), "\"" + version + "\"\n");
        Files.writeString(folder.resolve("message.txt"), message + "\n");
    }

    /** From now on the activation of web2 fails half way. */
    void breakWeb2() throws IOException {
        replace("hosts.nix", SOUND, BROKEN);
    }

    void mendWeb2() throws IOException {
        replace("hosts.nix", BROKEN, SOUND);
    }

    private void replace(String file, String old, String replacement) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        if (!text.contains(old)) {
            throw new IOException(file + " of the example fleet does not have \"" + old + "\"");
        }
        Files.writeString(path, text.replace(old, replacement));
    }
}
