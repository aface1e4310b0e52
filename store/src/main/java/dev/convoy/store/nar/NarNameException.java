package dev.convoy.store.nar;

/**
 * A file name or symlink target that the JVM cannot carry between its bytes and a {@link java.nio.file.Path}. Nothing is
 * wrong with the tree: {@code nix-store --dump} and {@code --restore} can do what the JVM cannot.
 */
public final class NarNameException extends NarException {
    private static final long serialVersionUID = 1L;

    NarNameException(String name) {
        super("the JVM cannot represent the bytes of the file name or symlink target \"" + name
                + "\" (sun.jnu.encoding is " + System.getProperty("sun.jnu.encoding") + ")");
    }
}
