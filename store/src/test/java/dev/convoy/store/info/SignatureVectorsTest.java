package dev.convoy.store.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A signature that Nix 2.8 made with the key whose seed is the bytes 00 to 1f. */
class SignatureVectorsTest {
    private static final String PUBLIC = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
    private static final String SIGNATURE =
            "test-1:n7qk8ZnE7mcZgKlL2DhdElsM3sh9Lhneg2kwn+EUtX6wY3TC6yvnqz0tT2K+mx7udzQTmK3wvmta2O3Ee45DDQ==";

    private final PathInfo tree = info(880);
    private final SigningKey key = SigningKey.parse(secret(Base64.getDecoder().decode(PUBLIC)) + "\n");

    @Test
    void fingerprintIsThatOfNix() {
        assertThat(Fingerprint.text(tree))
                .isEqualTo("1;/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree;"
                        + "sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v;880;");
    }

    @Test
    void signatureIsThatOfNix() {
        assertThat(key.sign(tree)).hasToString(SIGNATURE).isEqualTo(Signature.parse(SIGNATURE));
        assertThat(key.publicKey()).hasToString("test-1:" + PUBLIC).isEqualTo(PublicKey.parse("test-1:" + PUBLIC));
    }

    @Test
    void verifiesWhatWasSignedAndNothingElse() {
        Signature signature = Signature.parse(SIGNATURE);
        PublicKey right = PublicKey.parse("test-1:" + PUBLIC);

        assertThat(right.verifies(signature, tree)).isTrue();
        assertThat(right.verifies(signature, info(881))).isFalse();
        assertThat(PublicKey.parse("test-2:" + PUBLIC).verifies(signature, tree))
                .isFalse();
        byte[] forged = signature.bytes().clone();
        forged[5] ^= 1;
        assertThat(right.verifies(new Signature("test-1", forged), tree)).isFalse();
        assertThat(right.verifies(new Signature("test-1", new byte[64]), tree)).isFalse();
        PublicKey noPoint = PublicKey.parse("test-1:" + Base64.getEncoder().encodeToString(filled(32, 0xff)));
        assertThat(noPoint.verifies(signature, tree)).isFalse();
    }

    @Test
    void neverShowsTheSecret() {
        String seed = Base64.getEncoder().encodeToString(seed());

        assertThat(key.toString()).contains("test-1").doesNotContain(seed.substring(0, 20));
        for (String broken : new String[] {"test-1:" + seed, seed, "test-1:" + seed + "!", secret(new byte[32])}) {
            assertThatThrownBy(() -> SigningKey.parse(broken))
                    .isInstanceOf(NixFormatException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain(seed.substring(0, 20)));
        }
    }

    @Test
    void refusesWhatIsNoSignatureAndNoKey() {
        for (String text : new String[] {"", "a", "a:", ":AAAA", "a:AAAA", "a:####", SIGNATURE + "A"}) {
            assertThatThrownBy(() -> Signature.parse(text)).isInstanceOf(NixFormatException.class);
            assertThatThrownBy(() -> PublicKey.parse(text)).isInstanceOf(NixFormatException.class);
        }
    }

    private static PathInfo info(long narSize) {
        return new PathInfo(
                StorePath.parse("/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree"),
                Optional.empty(),
                NixHash.parse("sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v"),
                narSize,
                new TreeSet<>(),
                new TreeSet<>(),
                Optional.empty());
    }

    private static String secret(byte[] publicHalf) {
        byte[] both = Arrays.copyOf(seed(), 64);
        System.arraycopy(publicHalf, 0, both, 32, 32);
        return "test-1:" + Base64.getEncoder().encodeToString(both);
    }

    private static byte[] seed() {
        byte[] seed = new byte[32];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        return seed;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
