package dev.convoy.transfer.ssh.builtin;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms that sshj asks for by names that Java does not have. Everything else stays with Java's own providers, whose
 * AES-GCM is many times faster than BouncyCastle's; BouncyCastle is loaded only for a server that insists on ChaCha20.
 */
final class BorrowedAlgorithms extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "Convoy";

    private BorrowedAlgorithms() {
        super(NAME, "1", "Names that sshj uses");
        putService(new Borrowed(
                this, "KeyFactory", "ECDSA", () -> KeyFactory.getInstance("EC").getProvider(), "EC"));
        putService(new Borrowed(this, "Cipher", "CHACHA", BorrowedAlgorithms::bouncyCastle, "CHACHA"));
        putService(new Borrowed(this, "Mac", "POLY1305", BorrowedAlgorithms::bouncyCastle, "POLY1305"));
    }

    /** Last in the list of providers, so that nothing else changes its meaning. */
    static synchronized void register() {
        if (java.security.Security.getProvider(NAME) == null) {
            java.security.Security.addProvider(new BorrowedAlgorithms());
        }
    }

    private static Provider bouncyCastle() {
        return new BouncyCastleProvider();
    }

    private interface Owner {
        Provider get() throws GeneralSecurityException;
    }

    private static final class Borrowed extends Service {
        private final Owner owner;
        private final String theirName;

        Borrowed(Provider provider, String type, String ourName, Owner owner, String theirName) {
            super(provider, type, ourName, Borrowed.class.getName(), List.of(), Map.of());
            this.owner = owner;
            this.theirName = theirName;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            try {
                Service theirs = Objects.requireNonNull(owner.get().getService(getType(), theirName));
                return theirs.newInstance(parameter);
            } catch (NoSuchAlgorithmException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new NoSuchAlgorithmException(e);
            }
        }
    }
}
