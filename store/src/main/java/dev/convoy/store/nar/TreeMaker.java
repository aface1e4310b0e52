package dev.convoy.store.nar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes a file tree on disk. Nothing that exists is ever opened or followed. */
final class TreeMaker implements NarVisitor {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private Path directory;
    private Path next;

    TreeMaker(Path target) {
        this.next = target.toAbsolutePath();
        this.directory = next;
    }

    @Override
    public void directory() throws IOException {
        directory = Files.createDirectory(next);
    }

    @Override
    public void entry(byte[] name) throws IOException {
        next = RawPath.child(directory, name);
    }

    @Override
    public void endOfDirectory() {
        Path parent = directory.getParent();
        directory = parent == null ? directory : parent;
    }

    /** The umask takes away what the user does not want to give, as with any program. */
    @Override
    public void file(boolean executable, long size, InputStream contents) throws IOException {
        var permissions = PosixFilePermissions.fromString(executable ? "rwxrwxrwx" : "rw-rw-rw-");
        var attribute = PosixFilePermissions.asFileAttribute(permissions);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(next, NEW, attribute))) {
            contents.transferTo(out);
        }
    }

    @Override
    public void symlink(byte[] target) throws IOException {
        Files.createSymbolicLink(next, RawPath.target(next, target));
    }
}
