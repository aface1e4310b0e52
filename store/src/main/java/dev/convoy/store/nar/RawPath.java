package dev.convoy.store.nar;

import dev.convoy.store.RemoteText;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File names between their bytes and {@link Path}. On Unix a path from a directory listing holds the bytes of the file
 * system, and its text is lossy; but its URI escapes the bytes themselves, and is read back as bytes. So names survive that are not
 * text in the encoding of the JVM.
 */
final class RawPath {
    private static final Charset JVM = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final char UNDECODABLE = '\ufffd';

    private RawPath() {}

    static byte[] nameOf(Path path) throws NarNameException {
        return bytesOf(path.getFileName().toString(), () -> {
            byte[] all = unescape(path.toUri(), path.getFileName().toString());
            int slash = all.length;
            while (slash > 0 && all[slash - 1] != '/') {
                slash--;
            }
            return Arrays.copyOfRange(all, slash, all.length);
        });
    }

    static byte[] targetOf(Path target) throws NarNameException {
        return bytesOf(target.toString(), () -> {
            byte[] all = unescape(target.toUri(), target.toString());
            if (target.isAbsolute()) {
                return all;
            }
            byte[] here = unescape(Path.of("").toUri(), "");
            int prefix = here.length == 1 ? 1 : here.length + 1;
            return Arrays.copyOfRange(all, prefix, all.length);
        });
    }

    static Path child(Path parent, byte[] name) throws NarNameException {
        Optional<String> text = text(name);
        try {
            Path child = text.isPresent() ? parent.resolve(text.get()) : Path.of(escape(parent, name));
            if (Arrays.equals(nameOf(child), name)) {
                return child;
            }
        } catch (IllegalArgumentException e) {
            throw new NarNameException(show(name));
        }
        throw new NarNameException(show(name));
    }

    /** Paths are normalized: a target with a doubled or trailing slash cannot be made either. */
    static Path target(Path link, byte[] target) throws NarNameException {
        try {
            Path path =
                    link.getFileSystem().getPath(text(target).orElseThrow(() -> new NarNameException(show(target))));
            if (Arrays.equals(targetOf(path), target)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new NarNameException(show(target));
        }
        throw new NarNameException(show(target));
    }

    static String show(byte[] name) {
        return RemoteText.escaped(new String(name, StandardCharsets.UTF_8));
    }

    private interface Escape {
        byte[] bytes() throws NarNameException;
    }

    private static byte[] bytesOf(String text, Escape escape) throws NarNameException {
        if (text.indexOf(UNDECODABLE) < 0) {
            byte[] bytes = text.getBytes(JVM);
            if (JVM.equals(StandardCharsets.UTF_8) || text.chars().allMatch(c -> c < 0x80)) {
                return bytes;
            }
        }
        byte[] bytes = escape.bytes();
        if (!new String(bytes, JVM).equals(text)) {
            throw new NarNameException(text);
        }
        return bytes;
    }

    /** The text that a name has in the JVM's encoding, if it can be read back from it. */
    private static Optional<String> text(byte[] name) {
        try {
            return Optional.of(JVM.newDecoder().decode(ByteBuffer.wrap(name)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static URI escape(Path parent, byte[] name) {
        String base = parent.toUri().toString();
        StringBuilder uri = new StringBuilder(base.endsWith("/") ? base : base + "/");
        for (byte b : name) {
            uri.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return URI.create(uri.toString());
    }

    /** The bytes of an absolute path. The URI of a path that is a directory ends with a slash, whether or not the path does. */
    private static byte[] unescape(URI uri, String text) {
        String path = uri.getRawPath();
        var bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(path.charAt(i));
            }
        }
        byte[] all = bytes.toByteArray();
        boolean added = all.length > 1 && all[all.length - 1] == '/' && !text.endsWith("/");
        return added ? Arrays.copyOf(all, all.length - 1) : all;
    }
}
