package dev.convoy.evaluator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a reference is handed to Nix: as it is, unless it is a local path with characters that Nix cannot put into a URL by
 * itself (up to at least 2.8 a space is enough for "not a valid URL").
 *
 * @param workingDirectory where the command must run for {@code reference} to mean the flake
 */
record LocalFlake(String reference, Optional<Path> workingDirectory) {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9/._~+,=@:-]*");

    static LocalFlake locate(FlakeRef flake) {
        String text = flake.text();
        Path path = Path.of(text.startsWith("/") || text.startsWith(".") ? text : ".");
        Path absolute = path.toAbsolutePath().normalize();
        boolean isLocal = text.startsWith("/") || text.startsWith(".");
        if (!isLocal || HARMLESS.matcher(absolute.toString()).matches() || !Files.isDirectory(absolute)) {
            return new LocalFlake(text, Optional.empty());
        }
        Path home = upwards(absolute, "flake.nix").orElse(absolute);
        return upwards(home, ".git")
                .map(root -> new LocalFlake(gitUrl(root, home), Optional.empty()))
                .orElseGet(() -> new LocalFlake(".", Optional.of(home)));
    }

    private static String gitUrl(Path root, Path home) {
        String inside = root.relativize(home).toString();
        return "git+file://" + encoded(root.toString()) + (inside.isEmpty() ? "" : "?dir=" + encoded(inside));
    }

    private static Optional<Path> upwards(Path from, String name) {
        for (Path at = from; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(name))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** Percent-encodes everything but what every version of Nix takes in a path. */
    static String encoded(String text) {
        StringBuilder all = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "/._~-+,=@:".indexOf(c) >= 0)) {
                all.append(c);
            } else {
                all.append(String.format("%%%02X", b & 0xff));
            }
        }
        return all.toString();
    }
}
