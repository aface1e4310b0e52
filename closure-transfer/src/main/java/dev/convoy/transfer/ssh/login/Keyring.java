package dev.convoy.transfer.ssh.login;

import dev.convoy.transfer.ssh.config.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The operator's keys: those in the agent and those in files, each file opened once per run. */
public final class Keyring {
    private final SshPrompts prompts;
    private final Map<String, String> environment;
    private final Map<Path, KeyFile> files = new ConcurrentHashMap<>();

    public Keyring(SshPrompts prompts, Map<String, String> environment) {
        this.prompts = prompts;
        this.environment = environment;
    }

    /**
     * What to offer to a host, in OpenSSH's order: certificates; keys that ssh_config names; the agent's other keys unless
     * IdentitiesOnly; keys with default names. Named keys go before the agent's other ones even where they are in files,
     * because servers hang up after a handful of keys.
     */
    public Offer offerFor(HostSettings settings) {
        List<String> notes = new ArrayList<>();
        Map<PublicBlob, Identity> agent = agentKeys(settings, notes);
        Map<PublicBlob, Identity> certificates = new LinkedHashMap<>();
        Map<PublicBlob, Identity> named = new LinkedHashMap<>();
        Map<PublicBlob, Identity> defaults = new LinkedHashMap<>();
        for (Path path : settings.identityFiles()) {
            identity(path, agent, notes).ifPresent(key -> {
                boolean wanted = settings.isNamedIdentity(path) || agent.containsKey(key.offered());
                (wanted ? named : defaults).putIfAbsent(key.offered(), key);
                certificate(Path.of(path + "-cert.pub"), List.of(key), notes)
                        .ifPresent(c -> certificates.put(c.offered(), c));
            });
        }
        List<Identity> all = new ArrayList<>(named.values());
        all.addAll(defaults.values());
        all.addAll(agent.values());
        for (Path path : settings.certificateFiles()) {
            certificate(path, all, notes).ifPresent(c -> certificates.put(c.offered(), c));
        }
        Map<PublicBlob, Identity> order = new LinkedHashMap<>(certificates);
        named.forEach(order::putIfAbsent);
        if (!settings.identitiesOnly()) {
            agent.forEach(order::putIfAbsent);
        }
        defaults.forEach(order::putIfAbsent);
        return new Offer(List.copyOf(order.values()), List.copyOf(notes));
    }

    /**
     * What a host is offered.
     *
     * @param notes why some keys are not in it, for the message where none is accepted
     */
    public record Offer(List<Identity> identities, List<String> notes) {}

    private Map<PublicBlob, Identity> agentKeys(HostSettings settings, List<String> notes) {
        Map<PublicBlob, Identity> keys = new LinkedHashMap<>();
        settings.agentSocket(environment).ifPresent(socket -> {
            try {
                new SshAgent(socket).identities().forEach(key -> keys.put(key.offered(), key));
            } catch (IOException e) {
                notes.add("the agent at " + socket + " does not answer: " + e.getMessage());
            }
        });
        return keys;
    }

    /** The key of a file; held by the agent where that has it, so that no passphrase is needed. */
    private Optional<Identity> identity(Path path, Map<PublicBlob, Identity> agent, List<String> notes) {
        try {
            if (Files.isReadable(path) && !isPublic(path)) {
                KeyFile file = files.computeIfAbsent(path, p -> new KeyFile(p, prompts));
                PublicBlob blob = file.publicBlob();
                Identity held = agent.get(blob);
                return Optional.of(held == null ? new KeyFileIdentity(file, blob) : held);
            }
            // Only the public half is here: the private one is in the agent, or on a token behind it.
            Path publicHalf = isPublic(path) ? path : Path.of(path + ".pub");
            if (Files.isReadable(publicHalf)) {
                return Optional.ofNullable(agent.get(PublicBlob.ofFile(publicHalf)));
            }
        } catch (IOException e) {
            notes.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static boolean isPublic(Path path) {
        return path.toString().endsWith(".pub");
    }

    private static Optional<Identity> certificate(Path path, List<Identity> keys, List<String> notes) {
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try {
            PublicBlob certificate = PublicBlob.ofFile(path);
            PublicBlob plain = certificate.plainKey();
            return keys.stream()
                    .filter(key -> key.offered().equals(plain))
                    .findFirst()
                    .map(key -> new CertifiedIdentity(certificate, path.toString(), key));
        } catch (IOException e) {
            notes.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
