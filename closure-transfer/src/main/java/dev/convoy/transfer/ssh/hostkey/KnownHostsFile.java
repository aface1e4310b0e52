package dev.convoy.transfer.ssh.hostkey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** The known_hosts file that new keys are added to. */
public record KnownHostsFile(Path file) {
    /** Many hosts of one run may be new; locks on files only keep out other processes. */
    private static final Object ONE_WRITER = new Object();

    /**
     * Adds one line in one write at the end: the file keeps its mode, its owner, its place behind symbolic links, and a reader
     * sees the whole line or none.
     */
    public void append(String name, HostKey key, boolean hashed) throws IOException {
        String shown = hashed ? HostPatterns.hash(name, new SecureRandom()) : name;
        String line = shown + " " + key.type() + " " + key.base64() + "\n";
        synchronized (ONE_WRITER) {
            create();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                long end = channel.size();
                String whole = (endsInsideLine(channel, end) ? "\n" : "") + line;
                channel.write(ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8)), end);
            }
        }
    }

    private void create() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel.open(
                        file, fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                .close();
    }

    private static boolean endsInsideLine(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
    }
}
