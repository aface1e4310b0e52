package dev.convoy.evaluator;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code nix flake metadata --json} says, of every version. */
final class FlakeMetadata {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode all;
    private final JsonNode locked;

    private FlakeMetadata(JsonNode all) {
        this.all = all;
        // 2.8 says "locked"; a dirty tree of newer versions has it too, only without a revision.
        this.locked = all.path("locked");
    }

    static LockedFlake read(FlakeRef original, String json) {
        try {
            return new FlakeMetadata(JSON.readTree(json)).lock(original);
        } catch (JacksonException e) {
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(
                    "reading the flake " + original, "nix flake metadata printed no JSON: " + e.getOriginalMessage()));
        }
    }

    private LockedFlake lock(FlakeRef original) {
        boolean dirty = isRepository() && text(locked, "rev").isEmpty();
        Optional<String> revision = text(locked, "rev")
                .or(() -> text(all, "revision"))
                .or(() -> text(locked, "dirtyRev").map(FlakeMetadata::clean))
                .or(() -> text(all, "dirtyRevision").map(FlakeMetadata::clean));
        return new LockedFlake(
                original, url(original), directory(), text(locked, "narHash"), revision, dirty, lockHash());
    }

    private boolean isRepository() {
        String type = text(locked, "type").orElse("");
        return type.equals("git") || type.equals("hg");
    }

    /**
     * The reference for later commands. A {@code path:} flake is read from its copy in the store: the same content under
     * the same attributes, but it cannot change meanwhile, is not copied again by each command, and has no odd characters.
     */
    private String url(FlakeRef original) {
        Optional<String> copy = text(all, "path").filter(path -> Files.isDirectory(Path.of(path)));
        Optional<String> narHash = text(locked, "narHash");
        if (text(locked, "type").orElse("").equals("path") && copy.isPresent() && narHash.isPresent()) {
            String dir = text(locked, "dir")
                    .map(d -> "&dir=" + LocalFlake.encoded(d))
                    .orElse("");
            return "path:" + copy.get() + "?lastModified="
                    + locked.path("lastModified").asLong(0) + "&narHash=" + narHash.get() + dir;
        }
        String chosen = isShallow() ? "resolvedUrl" : "url";
        return text(all, chosen).orElse(original.text()).replace(" ", "%20");
    }

    /** From a shallow clone, as CI makes it, Nix takes the working tree but not its revision by name. */
    private boolean isShallow() {
        return repository()
                .map(root -> Files.exists(root.resolve(".git/shallow")))
                .orElse(false);
    }

    private Optional<Path> repository() {
        return text(locked, "url")
                .or(() -> text(all.path("resolved"), "url"))
                .filter(url -> isRepository() && url.startsWith("file://"))
                .map(url -> url.substring("file://".length()).replaceAll("\\?.*", ""))
                .map(path -> Path.of(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)));
    }

    private Optional<String> directory() {
        Optional<Path> root = repository().or(this::plainPath);
        String dir = text(locked, "dir").orElse("");
        return root.map(path -> dir.isEmpty() ? path : path.resolve(dir))
                .filter(Files::isDirectory)
                .map(Path::toString);
    }

    private Optional<Path> plainPath() {
        return text(all.path("resolved"), "path")
                .filter(path -> text(locked, "type").orElse("").equals("path") && path.startsWith("/"))
                .map(Path::of);
    }

    /**
     * Of flake.lock as it lies there, if it says all; else of what Nix has locked in memory, so that an input that is not
     * pinned in the file still makes a difference.
     */
    private Optional<String> lockHash() {
        JsonNode locks = all.path("locks");
        if (locks.path("nodes").size() <= 1) {
            return Optional.empty();
        }
        Optional<byte[]> file = text(all, "path")
                .map(path ->
                        Path.of(path).resolve(text(locked, "dir").orElse("")).resolve("flake.lock"))
                .flatMap(FlakeMetadata::bytes)
                .filter(bytes -> saysTheSame(bytes, locks));
        return Optional.of(sha256(file.orElseGet(() -> locks.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private static boolean saysTheSame(byte[] file, JsonNode locks) {
        try {
            return JSON.readTree(file).equals(locks);
        } catch (JacksonException e) {
            return false;
        }
    }

    private static Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String clean(String dirtyRevision) {
        return dirtyRevision.replaceAll("-dirty$", "");
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Where Nix puts a tree of this hash: makeFixedOutputPath of nix's store-api.cc for the recursive SHA-256 of a path
     * named {@code source}. Error messages name the flake's files by it.
     */
    static Optional<String> sourcePath(LockedFlake flake) {
        try {
            return flake.narHash().map(NixHash::parse).map(FlakeMetadata::sourcePath);
        } catch (NixFormatException e) {
            return Optional.empty();
        }
    }

    private static String sourcePath(NixHash narHash) {
        String fingerprint = "source:sha256:" + narHash.base16() + ":" + StorePath.STORE_DIR + ":source";
        byte[] digest = HexFormat.of().parseHex(sha256(fingerprint.getBytes(StandardCharsets.UTF_8)));
        byte[] folded = new byte[20];
        for (int i = 0; i < digest.length; i++) {
            folded[i % folded.length] ^= digest[i];
        }
        return new StorePath(dev.convoy.store.hash.Nix32.encode(folded), "source").toString();
    }
}
