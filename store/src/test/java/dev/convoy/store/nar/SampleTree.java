package dev.convoy.store.nar;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** File trees for tests. */
public final class SampleTree {
    private SampleTree() {}

    /** The tree whose hash, path and signature are known: two files, one of them executable, and a symlink. */
    public static Path known(Path directory) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("a"), "x");
        Path sub = Files.createDirectory(tree.resolve("sub"));
        executable(sub.resolve("run"), "#!/bin/sh\n");
        Files.createSymbolicLink(sub.resolve("l"), Path.of("../a"));
        return tree;
    }

    /** Everything that has ever gone wrong in somebody's NAR writer. */
    public static Path nasty(Path directory) throws IOException {
        Path tree = Files.createDirectories(directory.resolve("nasty"));
        Files.createFile(tree.resolve("empty"));
        executable(tree.resolve("empty executable"), "");
        Path groupOnly = Files.writeString(tree.resolve("executable for the group only"), "x");
        Files.setPosixFilePermissions(groupOnly, PosixFilePermissions.fromString("rw-r-xr-x"));
        Files.createDirectories(tree.resolve("empty directory"));
        Files.createDirectories(tree.resolve("a/b/c/d/e"));
        for (int length = 1; length <= 17; length++) {
            Files.write(tree.resolve("length-" + length), new byte[length]);
            Files.createSymbolicLink(tree.resolve("link-" + length), Path.of("x".repeat(length)));
        }
        Files.write(tree.resolve("big"), new byte[3_000_001]);
        Files.createFile(tree.resolve("n".repeat(255)));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("/nowhere/at/all"));
        Files.createSymbolicLink(tree.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(tree.resolve("to a directory"), Path.of("a"));
        Files.createSymbolicLink(tree.resolve("to ünïcödé"), Path.of("größe/🚚"));
        Files.createSymbolicLink(tree.resolve("long target"), Path.of("t/".repeat(2000) + "end"));
        // In UTF-16 the supplementary character sorts before the private use one, in bytes behind it.
        for (String name :
                new String[] {"B", "a-", "a.b", "A", "_", "~", " ", "ä", "ÿ", "\uffee", "🚚", "q\"'\\$\n\t"}) {
            Files.writeString(tree.resolve(name), name);
        }
        Files.writeString(raw(tree, "%FF%FE-not-utf8"), "raw");
        Files.createDirectory(raw(tree, "%80"));
        Files.writeString(raw(raw(tree, "%80"), "inner"), "below a raw name");
        Files.writeString(raw(raw(tree, "%80"), "%C3"), "half a character");
        return tree;
    }

    /** A child by its percent-escaped bytes. */
    static Path raw(Path parent, String escaped) {
        String base = parent.toUri().toString();
        return Path.of(URI.create((base.endsWith("/") ? base : base + "/") + escaped));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
