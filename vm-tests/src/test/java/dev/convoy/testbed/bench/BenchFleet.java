package dev.convoy.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The flake of a case, built: what the hosts shall have, and what they have before. */
final class BenchFleet {
    private static final long DATA = 1_120L * 1024 * 1024;

    private final Path folder;
    private final List<String> systems;
    private final List<String> before;
    private final List<String> paths;

    private BenchFleet(Path folder, List<String> systems, List<String> before, List<String> paths) {
        this.folder = folder;
        this.systems = systems;
        this.before = before;
        this.paths = paths;
    }

    /** @param work a folder that outlives the bench: what was built there is not built again */
    static BenchFleet build(BenchCase the, Path repository, Path work, Path sshConfig)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("fleet"));
        for (String file : List.of("flake.nix", "package.sh", "toplevel.sh")) {
            Files.copy(
                    repository.resolve("bench/fleet").resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path data = data(work);
        List<String> names = the.hostNames();
        Files.writeString(
                folder.resolve("hosts.nix"),
                names.stream()
                        .map(name -> host(the, name, data, "2") + host(the, name + "-before", data, "1"))
                        .collect(Collectors.joining("", "{\n", "}\n")));
        Files.writeString(
                folder.resolve("convoy.yaml"),
                names.stream()
                        .map(name -> "  " + name + ":\n    sshOptions: [\"-F\", \"" + sshConfig + "\"]\n")
                        .collect(Collectors.joining("", "hosts:\n", "")));
        // Convoy, like Nix, remembers what a clean flake evaluated to.
        run(
                folder,
                "rm -rf .git && git init -q . && git add -A && git -c user.name=b -c user.email=b@example.org commit -qm fleet");
        List<String> systems = new ArrayList<>();
        List<String> before = new ArrayList<>();
        for (String name : names) {
            systems.add(build(folder, name));
            before.add(the.kind() == BenchCase.Kind.UPDATE ? build(folder, name + "-before") : "");
        }
        // Read once, so that the first contender finds the files in memory as the others do.
        run(folder, "find " + String.join(" ", requisites(folder, systems)) + " -type f -exec cat {} + > /dev/null");
        return new BenchFleet(folder, systems, before, requisites(folder, systems.subList(0, 1)));
    }

    Path folder() {
        return folder;
    }

    /** A store path per host. */
    List<String> systems() {
        return systems;
    }

    List<String> before() {
        return before;
    }

    /** All that the first host shall have. */
    List<String> paths() {
        return paths;
    }

    /** The bytes of all archives, for one host. */
    long narBytes() throws IOException, InterruptedException {
        return Long.parseLong(run(
                        folder,
                        "nix-store --query --size $(nix-store --query --requisites " + systems.getFirst()
                                + ") | awk '{ all += $1 } END { printf \"%d\", all }'")
                .strip());
    }

    private static String host(BenchCase the, String name, Path data, String base) {
        return "  %s = { data = \"%s\"; base = \"%s\"; small = %d; smallKib = %d; large = %d; largeMib = %d; };%n"
                .formatted(name, data, base, the.small(), the.smallKib(), the.large(), the.largeMib());
    }

    private static String build(Path folder, String host) throws IOException, InterruptedException {
        String attribute = ".#nixosConfigurations." + host + ".config.system.build.toplevel";
        String link = folder.resolveSibling("result-" + host).toString();
        run(folder, "nix build --quiet --max-jobs 2 --out-link " + link + " '" + attribute + "'");
        return Path.of(link).toRealPath().toString();
    }

    private static List<String> requisites(Path folder, List<String> systems) throws IOException, InterruptedException {
        return run(folder, "nix-store --query --requisites " + String.join(" ", systems))
                .lines()
                .toList();
    }

    /** What programs are made of: the files below /usr/lib one after the other, as often as it takes. */
    private static Path data(Path work) throws IOException {
        Path data = work.resolve("data");
        if (Files.exists(data) && Files.size(data) == DATA) {
            return data;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("/usr/lib"))) {
            files = all.filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
                    .filter(file -> file.toFile().length() > 16 * 1024)
                    .sorted()
                    .toList();
        }
        try (OutputStream out = Files.newOutputStream(data)) {
            long left = DATA;
            while (left > 0) {
                for (Path file : files) {
                    left -= append(file, out, left);
                }
            }
        }
        return data;
    }

    private static long append(Path file, OutputStream out, long limit) throws IOException {
        byte[] buffer = new byte[1 << 20];
        long written = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n > 0 && written < limit; n = in.read(buffer)) {
                int part = (int) Math.min(n, limit - written);
                out.write(buffer, 0, part);
                written += part;
            }
        }
        return written;
    }

    private static String run(Path folder, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(script + " ended with " + process.exitValue() + ": " + output);
        }
        return output;
    }
}
