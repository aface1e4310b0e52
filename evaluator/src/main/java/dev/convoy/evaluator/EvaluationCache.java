package dev.convoy.evaluator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers of earlier evaluations: one directory per locked flake (and Nix version, options, expression), one file per host.
 *
 * <p>A cache is never a reason to fail. What cannot be read counts as absent, what cannot be written is evaluated again
 * next time.
 */
final class EvaluationCache {
    /** Flakes kept; a fleet in daily work makes one per commit. */
    private static final int MOST_FLAKES = 60;

    private static final String OUTLINE = "fleet";

    private final Optional<Path> directory;

    private EvaluationCache(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Remembers nothing. */
    static EvaluationCache off() {
        return new EvaluationCache(Optional.empty());
    }

    /** A cache for exactly this content, asked in exactly this way. */
    static EvaluationCache of(EvaluationSettings settings, LockedFlake flake, NixVersion nix) {
        boolean fixed = flake.narHash().isPresent() || (flake.revision().isPresent() && !flake.dirty());
        if (!settings.cache() || settings.impure() || flake.dirty() || !fixed) {
            return off();
        }
        String key = String.join(
                "\n",
                flake.url(),
                flake.narHash().orElse(""),
                flake.revision().orElse(""),
                flake.lockHash().orElse(""),
                nix.text(),
                settings.nixOptions().toString(),
                FleetExpression.fingerprint());
        Path home = settings.cacheDirectory().resolve("evaluation");
        return new EvaluationCache(Optional.of(home.resolve(hash(key))));
    }

    Optional<JsonNode> outline() {
        return read(OUTLINE).filter(node -> node.path("names").isArray());
    }

    void keepOutline(JsonNode outline) {
        write(OUTLINE, outline);
        directory.ifPresent(EvaluationCache::forgetOldest);
    }

    /** The last answer about a host. Its derivation is left out if the store no longer has it. */
    Optional<JsonNode> host(HostName host) {
        return read(hash(host.value()))
                .filter(answer -> answer.path("host").asString("").equals(host.value()))
                .filter(answer -> !answer.has("drv")
                        || Files.exists(Path.of(answer.path("drv").asString())));
    }

    void keep(HostName host, JsonNode answer) {
        write(hash(host.value()), answer);
    }

    private Optional<JsonNode> read(String name) {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonMapper.shared().readTree(Files.readAllBytes(file(directory.get(), name))))
                    .filter(JsonNode::isObject);
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** By rename, so that a reader or a second convoy never sees half a file. */
    private void write(String name, JsonNode content) {
        if (directory.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(directory.get());
            Path draft = Files.createTempFile(directory.get(), name, ".new");
            Files.writeString(draft, content.toString());
            Files.move(draft, file(directory.get(), name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            return;
        }
    }

    private static Path file(Path directory, String name) {
        return directory.resolve(name + ".json");
    }

    private static String hash(String text) {
        return FlakeMetadata.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void forgetOldest(Path mine) {
        try (Stream<Path> flakes = Files.list(mine.resolveSibling(""))) {
            List<Path> newestFirst = flakes.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(EvaluationCache::age).reversed())
                    .toList();
            for (Path old : newestFirst.stream().skip(MOST_FLAKES).toList()) {
                forget(old);
            }
        } catch (IOException e) {
            return;
        }
    }

    private static FileTime age(Path directory) {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void forget(Path flake) throws IOException {
        try (Stream<Path> files = Files.list(flake)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(flake);
    }
}
