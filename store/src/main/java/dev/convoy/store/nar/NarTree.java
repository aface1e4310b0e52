package dev.convoy.store.nar;

import dev.convoy.store.RemoteText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file tree on disk, walked in the order of its NAR. */
final class NarTree {
    private NarTree() {}

    static void visit(Path path, NarVisitor visitor) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            visitor.symlink(RawPath.targetOf(Files.readSymbolicLink(path)));
        } else if (attributes.isRegularFile()) {
            boolean executable = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            try (InputStream contents = new OpenedOnDemand(path)) {
                visitor.file(executable, attributes.size(), contents);
            } catch (ChangedSize e) {
                throw new NarException(
                        path + " changed its size while it was read, from " + attributes.size() + " bytes");
            }
        } else if (attributes.isDirectory()) {
            visitor.directory();
            for (Map.Entry<byte[], Path> entry : entries(path).entrySet()) {
                visitor.entry(entry.getKey());
                visit(entry.getValue(), visitor);
            }
            visitor.endOfDirectory();
        } else {
            throw new NarException(
                    RemoteText.escaped(path.toString()) + " is neither a file nor a directory nor a symlink");
        }
    }

    private static SortedMap<byte[], Path> entries(Path directory) throws IOException {
        SortedMap<byte[], Path> entries = new TreeMap<>(Arrays::compareUnsigned);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                entries.put(RawPath.nameOf(child), child);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /** Contents that are not as long as was announced. The tree knows which file that was. */
    static final class ChangedSize extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** A file that is not even opened where only its size is wanted. */
    private static final class OpenedOnDemand extends InputStream {
        private final Path path;
        private @Nullable InputStream opened;

        private OpenedOnDemand(Path path) {
            this.path = path;
        }

        @Override
        public int read() throws IOException {
            return opened().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return opened().read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (opened != null) {
                opened.close();
            }
        }

        private InputStream opened() throws IOException {
            if (opened == null) {
                opened = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
            }
            return opened;
        }
    }
}
