package dev.convoy.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one folder that the demo writes to. */
record DemoFolder(Path path) implements AutoCloseable {
    static DemoFolder create() throws IOException {
        // The real path: on some machines /tmp is a link, and mounting wants no links.
        return new DemoFolder(Files.createTempDirectory("convoy-demo-").toRealPath());
    }

    Path make(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    /** Deletes it. Folders of a Nix store refuse that until they are made writable; a host may take a moment to be gone. */
    @Override
    public void close() throws IOException {
        String script = "for i in 1 2 3 4 5; do chmod -R u+w \"$0\"; rm -rf \"$0\" && break; sleep 0.3; done";
        var deletion = new ProcessBuilder("sh", "-c", script, path.toString());
        deletion.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            deletion.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
