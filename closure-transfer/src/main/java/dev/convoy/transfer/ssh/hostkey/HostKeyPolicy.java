package dev.convoy.transfer.ssh.hostkey;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.convoy.transfer.TransferFailure;
import dev.convoy.transfer.ssh.config.HostSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Decides whether the one that answers is the host: strictly by known_hosts. Keeps the reason where it is not. */
public final class HostKeyPolicy implements HostKeyVerifier {
    /** {@code SSH_CERT_TYPE_HOST} of PROTOCOL.certkeys; a user's certificate must not pass for a host's. */
    private static final long HOST_CERTIFICATE = 2;

    private final HostSettings settings;
    private final boolean acceptNew;
    private final KnownHosts known;
    private final HostIdentity.Elsewhere elsewhere;
    private volatile @Nullable TransferFailure refusal;
    private volatile @Nullable HostKey accepted;

    /**
     * @param elsewhere what its other addresses tell of the host
     * @throws IOException where known_hosts cannot be read
     */
    public HostKeyPolicy(HostSettings settings, boolean acceptNew, HostIdentity.Elsewhere elsewhere)
            throws IOException {
        this.settings = settings;
        this.acceptNew = acceptNew;
        this.known = KnownHosts.of(settings);
        this.elsewhere = elsewhere;
    }

    /** The host's own key, also where a certificate vouched for it; empty as long as nothing was accepted. */
    public Optional<HostKey> accepted() {
        return Optional.ofNullable(accepted);
    }

    public Optional<TransferFailure> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * The host key types to ask for, best first. A type that known_hosts has for the host goes before all others: else a
     * host known by its Ed25519 key would offer its ECDSA key and look like a stranger. Next are those of its other
     * addresses. Certificates only where an authority is known, because a server that has one never falls back to its plain
     * key.
     */
    public List<String> preferred(List<String> supported) {
        Set<String> order = new LinkedHashSet<>();
        if (takesCertificates()) {
            supported.stream().filter(HostKeyPolicy::isCertificate).forEach(order::add);
        }
        Stream<String> here = known.lines().stream()
                .filter(entry -> entry.marker() == KnownHost.Marker.HOST)
                .map(entry -> entry.key().type());
        Stream.concat(here, elsewhere.keyTypes().stream())
                .flatMap(type -> supported.stream().filter(a -> plainType(a).equals(type) && !isCertificate(a)))
                .forEach(order::add);
        supported.stream().filter(a -> !isCertificate(a)).forEach(order::add);
        return List.copyOf(order);
    }

    /** Whether certificates are asked for at all. */
    public boolean takesCertificates() {
        return !known.authorities().isEmpty();
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        try {
            HostKey plain = wire(key instanceof Certificate<?> certificate ? certificate.getKey() : key);
            boolean accepts = isSameHost(plain)
                    && (key instanceof Certificate<?> certificate
                            ? acceptsCertificate(certificate, plain)
                            : accepts(plain));
            accepted = accepts ? plain : null;
            return accepts;
        } catch (IOException e) {
            refusal = HostKeyFailures.unreadable(settings, e);
            return false;
        }
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        return List.of();
    }

    /** As far as the key can tell that it showed at another address. */
    private boolean isSameHost(HostKey offered) {
        Optional<HostIdentity.Shown> other = elsewhere.shown().filter(shown -> shown.isRefutedBy(offered));
        return other.isEmpty() || refuse(HostKeyFailures.otherHost(settings, offered.toString(), other.get()));
    }

    private boolean accepts(HostKey offered) {
        HostKeyVerdict verdict = known.judge(offered);
        return switch (verdict) {
            case HostKeyVerdict.Known _ -> true;
            case HostKeyVerdict.Unknown _ -> acceptsNew(offered);
            case HostKeyVerdict.Changed(List<KnownHost> keys) ->
                refuse(HostKeyFailures.changed(settings, offered.toString(), keys));
            case HostKeyVerdict.Revoked(KnownHost line) ->
                refuse(HostKeyFailures.revoked(settings, offered.toString(), line.place()));
        };
    }

    /** A key of which known_hosts says nothing by the name of this address. */
    private boolean acceptsNew(HostKey offered) {
        HostKeyVerdict verdict = elsewhere.judge(offered);
        boolean shown =
                elsewhere.shown().filter(its -> its.key().equals(offered)).isPresent();
        return switch (verdict) {
            case HostKeyVerdict.Revoked(KnownHost line) ->
                refuse(HostKeyFailures.revoked(settings, offered.toString(), line.place()));
            case HostKeyVerdict.Known _ -> proved(offered);
            case HostKeyVerdict.Changed _, HostKeyVerdict.Unknown _ when shown -> proved(offered);
            case HostKeyVerdict.Changed(List<KnownHost> keys) ->
                refuse(HostKeyFailures.changed(settings, offered.toString(), keys));
            case HostKeyVerdict.Unknown _
            when elsewhere.shown().isPresent() ->
                refuse(HostKeyFailures.otherHost(
                        settings, offered.toString(), elsewhere.shown().get()));
            case HostKeyVerdict.Unknown _ when acceptNew && known.authorities().isEmpty() -> record(offered);
            case HostKeyVerdict.Unknown _ -> refuse(HostKeyFailures.unknown(settings, offered.toString()));
        };
    }

    /** sshj has verified signature, principals and validity by now; whose signature it is, and of what, is ours to judge. */
    private boolean acceptsCertificate(Certificate<?> certificate, HostKey plain) throws IOException {
        byte[] signer = certificate.getSignatureKey();
        HostKey authority = new HostKey(new Buffer.PlainBuffer(signer).readString(), signer);
        for (HostKey key : List.of(plain, authority)) {
            if (known.judge(key) instanceof HostKeyVerdict.Revoked(KnownHost line)) {
                return refuse(HostKeyFailures.revoked(settings, key.toString(), line.place()));
            }
        }
        boolean trusted =
                known.authorities().stream().anyMatch(entry -> entry.key().equals(authority));
        if (!trusted) {
            return known.judge(plain) instanceof HostKeyVerdict.Known
                    || refuse(HostKeyFailures.strangeAuthority(settings, authority.toString(), known.authorities()));
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

    /** The host itself is known: nothing hangs on whether this name of it can be written down, too. */
    private boolean proved(HostKey offered) {
        List<Path> files = settings.userKnownHosts();
        if (acceptNew && !files.isEmpty()) {
            try {
                append(files.getFirst(), offered);
            } catch (IOException e) {
                return true;
            }
        }
        return true;
    }

    private boolean record(HostKey offered) {
        List<Path> files = settings.userKnownHosts();
        if (files.isEmpty()) {
            return refuse(HostKeyFailures.unknown(settings, offered.toString()));
        }
        try {
            append(files.getFirst(), offered);
            return true;
        } catch (IOException e) {
            return refuse(HostKeyFailures.unrecorded(settings, files.getFirst(), e));
        }
    }

    private void append(Path file, HostKey key) throws IOException {
        new KnownHostsFile(file).append(settings.knownHostsName(), key, settings.hashKnownHosts());
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
