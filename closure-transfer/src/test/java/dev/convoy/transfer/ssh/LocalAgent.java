package dev.convoy.transfer.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real ssh-agent on a socket of its own. */
record LocalAgent(Path socket, Process process) implements AutoCloseable {
    static LocalAgent start(Path directory) throws IOException {
        Path socket = Files.createTempDirectory(directory, "a").resolve("s");
        Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        // It prints its address when it listens.
        process.inputReader().readLine();
        return new LocalAgent(socket, process);
    }

    void add(Path key) throws IOException, InterruptedException {
        sshAdd(key.toString());
    }

    void removeAll() throws IOException, InterruptedException {
        sshAdd("-D");
    }

    private void sshAdd(String argument) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("ssh-add", "-q", argument).redirectErrorStream(true);
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        Process adding = builder.start();
        String output = new String(adding.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (adding.waitFor() != 0) {
            throw new IOException("ssh-add: " + output);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
