package dev.convoy.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files with which OpenSSH and convoy reach test hosts, in one folder: {@code ssh_config}, {@code known_hosts},
 * {@code id_ed25519}.
 */
public final class SshFiles {
    private final Path directory;
    private final KeyPair clientKey = Keys.generate();

    private SshFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes a new client key. */
    public static SshFiles in(Path directory) throws IOException {
        var files = new SshFiles(Files.createDirectories(directory).toRealPath());
        Keys.write(files.clientKey, files.clientKey());
        files.write(List.of());
        return files;
    }

    public Path config() {
        return directory.resolve("ssh_config");
    }

    public Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    public Path clientKey() {
        return directory.resolve("id_ed25519");
    }

    /** As authorized_keys wants it. */
    public String publicKey() {
        return Keys.openSsh(clientKey.getPublic());
    }

    /** Replaces what the files said before. */
    public void write(Collection<SshEntry> hosts) throws IOException {
        Files.writeString(knownHosts(), hosts.stream().map(SshFiles::knownHost).collect(Collectors.joining()));
        Files.writeString(config(), hosts.stream().map(this::configured).collect(Collectors.joining("\n")));
    }

    PublicKey clientPublicKey() {
        return clientKey.getPublic();
    }

    void delete() throws IOException {
        for (Path file : List.of(config(), knownHosts(), clientKey(), Path.of(clientKey() + ".pub"))) {
            Files.deleteIfExists(file);
        }
    }

    private static String knownHost(SshEntry host) {
        if (host.knownKey().isEmpty()) {
            return "";
        }
        String place = host.port() == 22 ? host.address() : "[%s]:%d".formatted(host.address(), host.port());
        return place + " " + host.knownKey() + "\n";
    }

    private String configured(SshEntry host) {
        return """
                Host %s
                  HostName %s
                  Port %d
                  User %s
                  IdentityFile "%s"
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile "%s"
                  GlobalKnownHostsFile /dev/null
                  StrictHostKeyChecking yes
                """.formatted(host.name(), host.address(), host.port(), host.user(), clientKey(), knownHosts());
    }
}
