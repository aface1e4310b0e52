package dev.convoy.transfer.ssh.builtin;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.mac.Macs;
import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.hostkey.HostKeyPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory.Named;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.signature.SignatureRSA;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.mac.MAC;

/**
 * What convoy speaks, in our order of preference, narrowed to what the operator's ssh_config allows. sshj's own list begins
 * with ChaCha20, CBC and SHA-1.
 */
public final class Algorithms {
    static {
        // sshj logs through slf4j; convoy has no logging back-end, and slf4j would complain about that on standard
        // error.
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
        SecurityUtils.setRegisterBouncyCastle(false);
        BorrowedAlgorithms.register();
    }

    /** AES-GCM first: Java has it in hardware, and it needs no MAC. */
    private static final List<Named<Cipher>> CIPHERS = List.of(
            GcmCiphers.AES128GCM(),
            GcmCiphers.AES256GCM(),
            BlockCiphers.AES128CTR(),
            BlockCiphers.AES192CTR(),
            BlockCiphers.AES256CTR(),
            ChachaPolyCiphers.CHACHA_POLY_OPENSSH());

    private static final List<Named<MAC>> MACS =
            List.of(Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512());

    private static final List<Named<KeyExchange>> KEY_EXCHANGES = List.of(
            new Curve25519SHA256.Factory(),
            new Curve25519SHA256.FactoryLibSsh(),
            new ECDHNistP.Factory256(),
            new ECDHNistP.Factory384(),
            new ECDHNistP.Factory521(),
            DHGroups.Group16SHA512(),
            DHGroups.Group18SHA512(),
            DHGroups.Group14SHA256(),
            new DHGexSHA256.Factory());

    /** Ed25519 first; RSA with SHA-2 only. The RSA certificate names are OpenSSH's, and missing in sshj. */
    private static final List<Named<KeyAlgorithm>> HOST_KEYS = List.of(
            KeyAlgorithms.EdDSA25519CertV01(),
            KeyAlgorithms.ECDSASHANistp256CertV01(),
            KeyAlgorithms.ECDSASHANistp384CertV01(),
            KeyAlgorithms.ECDSASHANistp521CertV01(),
            rsaCertificate("rsa-sha2-512-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA512()),
            rsaCertificate("rsa-sha2-256-cert-v01@openssh.com", new SignatureRSA.FactoryRSASHA256()),
            KeyAlgorithms.EdDSA25519(),
            KeyAlgorithms.ECDSASHANistp256(),
            KeyAlgorithms.ECDSASHANistp384(),
            KeyAlgorithms.ECDSASHANistp521(),
            KeyAlgorithms.RSASHA512(),
            KeyAlgorithms.RSASHA256());

    private Algorithms() {}

    /** To be called before anything of sshj is touched: it reads these settings once. */
    public static void prepare() {
        // The work is done when this class is initialised.
    }

    static ConfigImpl configFor(HostSettings settings, HostKeyPolicy hostKeys) {
        ConfigImpl config = basic();
        config.setVersion("convoy");
        config.setRandomFactory(StockedRandom::new);
        config.setFileKeyProviderFactories(List.of());
        config.setCompressionFactories(List.of(new NoneCompression.Factory()));
        config.setCipherFactories(allowed(CIPHERS, settings.algorithms("ciphers")));
        config.setMACFactories(allowed(MACS, settings.algorithms("macs")));
        config.setKeyExchangeFactories(allowed(KEY_EXCHANGES, settings.algorithms("kexalgorithms")));
        List<Named<KeyAlgorithm>> hostKeyTypes = allowed(HOST_KEYS, settings.algorithms("hostkeyalgorithms"));
        List<String> preferred =
                hostKeys.preferred(hostKeyTypes.stream().map(Named::getName).toList());
        config.setKeyAlgorithms(inOrder(hostKeyTypes, preferred));
        return config;
    }

    /** What sshj wants to know even where another program does the negotiating. */
    public static ConfigImpl basic() {
        var config = new ConfigImpl();
        config.setLoggerFactory(LoggerFactory.DEFAULT);
        config.setKeepAliveProvider(KeepAliveProvider.HEARTBEAT);
        return config;
    }

    /** An option of ssh_config that leaves out all that convoy speaks. */
    public static Optional<String> unspoken(HostSettings settings) {
        return List.of(
                        new Spoken("Ciphers", CIPHERS),
                        new Spoken("KexAlgorithms", KEY_EXCHANGES),
                        new Spoken("HostKeyAlgorithms", HOST_KEYS))
                .stream()
                .filter(one -> allowed(
                                one.ours(), settings.algorithms(one.option().toLowerCase(Locale.ROOT)))
                        .isEmpty())
                .map(Spoken::option)
                .findFirst();
    }

    private record Spoken(String option, List<? extends Named<?>> ours) {}

    private static <T extends Named<?>> List<T> allowed(List<T> ours, List<String> configured) {
        return configured.isEmpty()
                ? ours
                : ours.stream()
                        .filter(one -> configured.contains(one.getName()))
                        .toList();
    }

    private static <T> List<Named<T>> inOrder(List<Named<T>> ours, List<String> names) {
        Function<String, Named<T>> byName = name -> ours.stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return names.stream().map(byName).toList();
    }

    private static Named<KeyAlgorithm> rsaCertificate(
            String name, Named<net.schmizz.sshj.signature.Signature> signature) {
        return new KeyAlgorithms.Factory(name, signature, KeyType.RSA_CERT);
    }
}
