package dev.convoy.evaluator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a reference is handed to Nix: as it is, unless it is a local path whose characters an old Nix cannot put into a URL
 * by itself. With 2.8 a space is enough for "not a valid URL", and a percent-encoded repository counts as a remote one,
 * whose uncommitted changes are then silently left out.
 *
 * @param workingDirectory where the command must run for {@code reference} to mean the flake
 */
record LocalFlake(String reference, Optional<Path> workingDirectory) {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9/._~+,=@:-]*");

    /** Asked only where it matters. */
    interface Version {
        NixVersion get() throws InterruptedException;
    }

    /** @throws EvaluationException for a git repository at a path that this version cannot take */
    static LocalFlake locate(FlakeRef flake, Version version) throws InterruptedException {
        String text = flake.text();
        boolean isLocal = text.startsWith("/") || text.startsWith(".");
        Path path = Path.of(isLocal ? text : ".").toAbsolutePath().normalize();
        boolean harmless = HARMLESS.matcher(path.toString()).matches();
        if (!isLocal || harmless || !Files.isDirectory(path)) {
            return new LocalFlake(text, Optional.empty());
        }
        NixVersion nix = version.get();
        if (nix.isAtLeast(2, 20)) {
            return new LocalFlake(text, Optional.empty());
        }
        Path home = upwards(path, "flake.nix").orElse(path);
        if (upwards(home, ".git").isPresent()) {
            throw new EvaluationException(Fault.NIX_UNUSABLE.failure(
                    "reading the flake " + flake,
                    nix.text() + " cannot read a git repository whose path has a space or another special character",
                    List.of("move the repository to a path of plain letters, or use Nix 2.20 or newer")));
        }
        return new LocalFlake(".", Optional.of(home));
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
