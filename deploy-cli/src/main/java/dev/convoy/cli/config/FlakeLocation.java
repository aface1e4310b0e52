package dev.convoy.cli.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the flake lives on this machine, as far as its reference alone tells. */
public final class FlakeLocation {
    private FlakeLocation() {}

    /**
     * The flake's directory: of the reference if it is a path, else empty; without a reference, the nearest directory with
     * a flake.nix from {@code start} upwards.
     */
    public static Optional<Path> directory(Optional<String> reference, Path start) {
        return reference.isPresent() ? reference.flatMap(r -> ofReference(r, start)) : nearest(start);
    }

    private static Optional<Path> ofReference(String reference, Path start) {
        String path = reference.replaceFirst("^(path:|git\\+file:)(//)?", "").replaceFirst("\\?.*$", "");
        if (path.matches("^[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return Optional.empty();
        }
        try {
            Path directory = start.resolve(path).normalize();
            return Optional.of(directory).filter(d -> Files.isRegularFile(d.resolve("flake.nix")));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> nearest(Path start) {
        return Stream.iterate(start.toAbsolutePath().normalize(), d -> d != null, Path::getParent)
                .filter(d -> Files.isRegularFile(d.resolve("flake.nix")))
                .findFirst();
    }
}
