package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of links that keep systems from being collected: one per host for people, {@code web1 -> /nix/store/…}, and
 * hidden ones that Nix knows as roots. Nix numbers the roots of one command itself, and one command per host would take
 * 200 hosts several seconds; hence the two kinds.
 */
final class GcRoots {
    private static final String ROOT = ".root-";

    private final NixCli nix;
    private final Path directory;

    GcRoots(NixCli nix, Path directory) {
        this.nix = nix;
        this.directory = directory;
    }

    /**
     * Protects systems that are in the store.
     *
     * @return false if one of them was collected in this very moment
     * @throws EvaluationException if the directory cannot be written
     */
    boolean protect(Map<HostName, StorePath> systems) throws InterruptedException {
        Set<StorePath> paths = new java.util.TreeSet<>(systems.values());
        // The same name for the same systems only: an earlier run's roots may still be needed.
        String content = FlakeMetadata.sha256(paths.toString().getBytes(StandardCharsets.UTF_8));
        if (!nix.addRoots(paths, directory.resolve(ROOT + content.substring(0, 16)))
                .isSuccess()) {
            return false;
        }
        try {
            for (Map.Entry<HostName, StorePath> system : systems.entrySet()) {
                link(system.getKey(), system.getValue());
            }
            dropUnused();
            return true;
        } catch (IOException e) {
            throw new EvaluationException(
                    Fault.BUILD_FAILED.failure("linking systems in " + directory, String.valueOf(e.getMessage())));
        }
    }

    private void link(HostName host, StorePath system) throws IOException {
        // A host may be called . or ..
        String name = host.value().matches("\\.\\.?") ? host.value().replace(".", "dot") : host.value();
        Path draft = directory.resolve(ROOT + "link");
        Files.deleteIfExists(draft);
        Files.createSymbolicLink(draft, Path.of(system.toString()));
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Roots of systems that no host's link leads to any more, in a directory that outlives its run. */
    private void dropUnused() throws IOException {
        List<Path> all;
        try (Stream<Path> links = Files.list(directory)) {
            all = links.filter(Files::isSymbolicLink).toList();
        }
        Collection<Path> used = new HashSet<>();
        for (Path link : all) {
            if (!isRoot(link)) {
                used.add(Files.readSymbolicLink(link));
            }
        }
        for (Path link : all) {
            if (isRoot(link) && !used.contains(Files.readSymbolicLink(link))) {
                Files.delete(link);
            }
        }
    }

    private static boolean isRoot(Path link) {
        return link.getFileName() != null && link.getFileName().toString().startsWith(ROOT);
    }
}
