package dev.convoy.transfer.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.convoy.transfer.TransferFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Decides whether the one that answers is the host: strictly by known_hosts. Keeps the reason where it is not. */
final class HostKeyPolicy implements HostKeyVerifier {
    /** {@code SSH_CERT_TYPE_HOST} of PROTOCOL.certkeys; a user's certificate must not pass for a host's. */
    private static final long HOST_CERTIFICATE = 2;

    private final HostSettings settings;
    private final boolean acceptNew;
    private final KnownHosts known;
    private volatile @Nullable TransferFailure refusal;

    /** @throws IOException where known_hosts cannot be read */
    HostKeyPolicy(HostSettings settings, boolean acceptNew) throws IOException {
        this.settings = settings;
        this.acceptNew = acceptNew;
        List<Path> files = new ArrayList<>(settings.userKnownHosts());
        files.addAll(settings.globalKnownHosts());
        this.known = KnownHosts.read(files, settings.knownHostsName());
    }

    Optional<TransferFailure> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * The host key types to ask for, best first. A type that known_hosts has for the host goes before all others: else a
     * host known by its Ed25519 key would offer its ECDSA key and look like a stranger. Certificates only where an
     * authority is known, because a server that has one never falls back to its plain key.
     */
    List<String> preferred(List<String> supported) {
        Set<String> order = new LinkedHashSet<>();
        if (!known.authorities().isEmpty()) {
            supported.stream().filter(HostKeyPolicy::isCertificate).forEach(order::add);
        }
        for (KnownHost entry : known.lines()) {
            if (entry.marker() == KnownHost.Marker.HOST) {
                supported.stream()
                        .filter(a -> plainType(a).equals(entry.key().type()) && !isCertificate(a))
                        .forEach(order::add);
            }
        }
        supported.stream().filter(a -> !isCertificate(a)).forEach(order::add);
        return List.copyOf(order);
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        try {
            return key instanceof Certificate<?> certificate ? acceptsCertificate(certificate) : accepts(wire(key));
        } catch (IOException e) {
            refusal = HostKeyFailures.unreadable(settings, e);
            return false;
        }
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    private boolean accepts(HostKey offered) {
        HostKeyVerdict verdict = known.judge(offered);
        return switch (verdict) {
            case HostKeyVerdict.Known _ -> true;
            case HostKeyVerdict.Unknown _ when acceptNew && known.authorities().isEmpty() -> record(offered);
            case HostKeyVerdict.Unknown _ -> refuse(HostKeyFailures.unknown(settings, offered));
            case HostKeyVerdict.Changed(List<KnownHost> keys) ->
                refuse(HostKeyFailures.changed(settings, offered, keys));
            case HostKeyVerdict.Revoked(KnownHost line) -> refuse(HostKeyFailures.revoked(settings, offered, line));
        };
    }

    /** sshj has verified signature, principals and validity by now; whose signature it is, and of what, is ours to judge. */
    private boolean acceptsCertificate(Certificate<?> certificate) throws IOException {
        HostKey plain = wire(certificate.getKey());
        byte[] signer = certificate.getSignatureKey();
        HostKey authority = new HostKey(new Buffer.PlainBuffer(signer).readString(), signer);
        for (HostKey key : List.of(plain, authority)) {
            if (known.judge(key) instanceof HostKeyVerdict.Revoked(KnownHost line)) {
                return refuse(HostKeyFailures.revoked(settings, key, line));
            }
        }
        boolean trusted =
                known.authorities().stream().anyMatch(entry -> entry.key().equals(authority));
        if (!trusted) {
            return known.judge(plain) instanceof HostKeyVerdict.Known
                    || refuse(HostKeyFailures.strangeAuthority(settings, authority, known.authorities()));
        }
        Optional<String> fault = faultOf(certificate);
        return fault.isEmpty() || refuse(HostKeyFailures.badCertificate(settings, fault.get()));
    }

    private static Optional<String> faultOf(Certificate<?> certificate) throws IOException {
        if (certificate.getType() != HOST_CERTIFICATE) {
            return Optional.of("it is not a host certificate");
        }
        if (certificate.getValidPrincipals().isEmpty()) {
            return Optional.of("it names no host");
        }
        // SHA-1: OpenSSH's CASignatureAlgorithms leaves it out since 8.2.
        boolean sha1 =
                new Buffer.PlainBuffer(certificate.getSignature()).readString().equals("ssh-rsa");
        return sha1 ? Optional.of("it is signed with SHA-1") : Optional.empty();
    }

    private boolean record(HostKey offered) {
        List<Path> files = settings.userKnownHosts();
        if (files.isEmpty()) {
            return refuse(HostKeyFailures.unknown(settings, offered));
        }
        try {
            new KnownHostsFile(files.getFirst()).append(settings.knownHostsName(), offered, settings.hashKnownHosts());
            return true;
        } catch (IOException e) {
            return refuse(HostKeyFailures.unrecorded(settings, files.getFirst(), e));
        }
    }

    private boolean refuse(TransferFailure failure) {
        refusal = failure;
        return false;
    }

    private static HostKey wire(PublicKey key) {
        byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
        return new HostKey(KeyType.fromKey(key).toString(), blob);
    }

    private static boolean isCertificate(String algorithm) {
        return algorithm.contains("-cert-v01@");
    }

    /** RSA keys have one type and three signature algorithms. */
    private static String plainType(String algorithm) {
        return algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
    }
}
