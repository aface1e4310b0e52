package dev.convoy.transfer.ssh.hostkey;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.hostkey.KnownHost.Marker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operator's known_hosts files say about one host. sshj's own reader knows neither HostKeyAlias nor which line a
 * changed key stands on, and gives up where the first of several files does not know the host.
 *
 * @param name as known_hosts has it: {@code web1}, or {@code [web1]:2222}
 * @param lines all that match the name; for {@code [web1]:2222} also those of plain {@code web1}, which prove but never refute
 */
public record KnownHosts(String name, List<KnownHost> lines) {
    /** All that the host's own files say by the name of its address; as {@link #read}. */
    public static KnownHosts of(HostSettings settings) throws IOException {
        List<Path> files = new ArrayList<>(settings.userKnownHosts());
        files.addAll(settings.globalKnownHosts());
        return read(files, settings.knownHostsName());
    }

    /**
     * Files that are not there are no error: a new user has none.
     *
     * @throws IOException where one is there and cannot be read; a known host must not pass for a new one
     */
    static KnownHosts read(List<Path> files, String name) throws IOException {
        List<KnownHost> lines = new ArrayList<>();
        for (Path file : files) {
            readInto(lines, file, name);
        }
        return new KnownHosts(name, List.copyOf(lines));
    }

    private static void readInto(List<KnownHost> lines, Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            KnownHost.parse(file, number, line)
                    .filter(entry -> entry.isFor(name) || entry.isFor(withoutPort(name)))
                    .ifPresent(lines::add);
        }
    }

    /** The keys that the host itself is known by. */
    public List<KnownHost> keys() {
        return with(Marker.HOST).stream().filter(entry -> entry.isFor(name)).toList();
    }

    public List<KnownHost> authorities() {
        return with(Marker.AUTHORITY);
    }

    /** The host's key that is described so, by type and fingerprint. */
    public Optional<HostKey> keyOf(String described) {
        return with(Marker.HOST).stream()
                .map(KnownHost::key)
                .filter(key -> key.toString().equals(described))
                .findFirst();
    }

    /** The line that revokes the key with this fingerprint. */
    public Optional<KnownHost> revoked(String fingerprint) {
        return with(Marker.REVOKED).stream()
                .filter(entry -> entry.key().fingerprint().equals(fingerprint))
                .findFirst();
    }

    HostKeyVerdict judge(HostKey offered) {
        for (KnownHost revoked : with(Marker.REVOKED)) {
            if (revoked.key().equals(offered)) {
                return new HostKeyVerdict.Revoked(revoked);
            }
        }
        if (with(Marker.HOST).stream().anyMatch(entry -> entry.key().equals(offered))) {
            return new HostKeyVerdict.Known();
        }
        List<KnownHost> keys = keys();
        return keys.isEmpty() ? new HostKeyVerdict.Unknown() : new HostKeyVerdict.Changed(keys);
    }

    private List<KnownHost> with(Marker marker) {
        return lines.stream().filter(entry -> entry.marker() == marker).toList();
    }

    private static String withoutPort(String name) {
        int end = name.indexOf("]:");
        return name.startsWith("[") && end > 0 ? name.substring(1, end) : name;
    }
}
