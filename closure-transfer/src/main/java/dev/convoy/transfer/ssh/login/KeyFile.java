package dev.convoy.transfer.ssh.login;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A file with a private key, in OpenSSH's own format or PEM. Opened once per run; what is kept then is the key, not the
 * passphrase. Thread-safe: one host asks, the others wait for the answer.
 */
public final class KeyFile {
    /** As OpenSSH's NumberOfPasswordPrompts. A wrong passphrase never reaches a server. */
    private static final int ATTEMPTS = 3;

    private static final String OPENSSH_HEADER = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final SshPrompts prompts;
    private @Nullable PrivateKey opened;
    private @Nullable IOException unusable;

    KeyFile(Path path, SshPrompts prompts) {
        this.path = path;
        this.prompts = prompts;
    }

    public Path path() {
        return path;
    }

    /** The public half: from the file itself where the format has it in the clear, else from the file beside it. */
    PublicBlob publicBlob() throws IOException {
        Optional<Buffer.PlainBuffer> openSsh = openSshFormat();
        if (openSsh.isPresent()) {
            Buffer.PlainBuffer fields = openSsh.get();
            fields.readString();
            fields.readString();
            fields.readBytes();
            fields.readUInt32();
            return new PublicBlob(fields.readBytes());
        }
        Path beside = Path.of(path + ".pub");
        if (Files.isReadable(beside)) {
            return PublicBlob.ofFile(beside);
        }
        FileKeyProvider provider = provider();
        provider.init(new StringReader(text()), new Prompt());
        try {
            return new PublicBlob(
                    new Buffer.PlainBuffer().putPublicKey(provider.getPublic()).getCompactData());
        } catch (SSHRuntimeException e) {
            throw new IOException(path + " cannot be read as a key: " + e.getMessage(), e);
        }
    }

    /** Whether a passphrase is still needed. */
    synchronized boolean isLocked() {
        if (opened != null) {
            return false;
        }
        try {
            Optional<Buffer.PlainBuffer> openSsh = openSshFormat();
            return openSsh.isPresent() ? !openSsh.get().readString().equals("none") : text().contains("ENCRYPTED");
        } catch (IOException e) {
            return true;
        }
    }

    /** @throws IOException where the passphrase is wrong, or nobody can be asked for it */
    synchronized PrivateKey privateKey() throws IOException {
        if (unusable != null) {
            throw unusable;
        }
        if (opened == null) {
            try {
                opened = open();
            } catch (IOException e) {
                unusable = e;
                throw e;
            }
        }
        return opened;
    }

    private PrivateKey open() throws IOException {
        for (int attempt = 1; ; attempt++) {
            var prompt = new Prompt();
            FileKeyProvider provider = provider();
            provider.init(new StringReader(text()), prompt);
            try {
                return provider.getPrivate();
            } catch (IOException | SSHRuntimeException e) {
                if (prompt.unanswered) {
                    throw new IOException(path + " needs a passphrase, and nobody could be asked for it", e);
                }
                boolean wrong = e instanceof KeyDecryptionFailedException || prompt.asked;
                if (!wrong || attempt == ATTEMPTS) {
                    String why = wrong
                            ? "the passphrase for " + path + " is wrong"
                            : path + " cannot be read as a key: " + e.getMessage();
                    throw new IOException(why, e);
                }
            }
        }
    }

    private FileKeyProvider provider() throws IOException {
        return text().startsWith(OPENSSH_HEADER) ? new OpenSSHKeyV1KeyFile() : new PKCS8KeyFile();
    }

    private String text() throws IOException {
        return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).strip();
    }

    /** Positioned at the cipher's name. PROTOCOL.key. */
    private Optional<Buffer.PlainBuffer> openSshFormat() throws IOException {
        String text = text();
        if (!text.startsWith(OPENSSH_HEADER)) {
            return Optional.empty();
        }
        try {
            String body = text.substring(OPENSSH_HEADER.length(), text.lastIndexOf("-----END"));
            byte[] decoded = Base64.getMimeDecoder().decode(body);
            if (!Arrays.equals(MAGIC, Arrays.copyOf(decoded, MAGIC.length))) {
                throw new IOException(path + " is no OpenSSH private key");
            }
            return Optional.of(new Buffer.PlainBuffer(Arrays.copyOfRange(decoded, MAGIC.length, decoded.length)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(path + " is no OpenSSH private key", e);
        }
    }

    /** sshj wipes what it is given. */
    private final class Prompt implements PasswordFinder {
        private boolean asked;
        private boolean unanswered;

        @Override
        public char[] reqPassword(@Nullable Resource<?> resource) {
            asked = true;
            Optional<char[]> answer = prompts.keyPassphrase(path.toString());
            unanswered = answer.isEmpty();
            return answer.orElseGet(() -> new char[0]);
        }

        @Override
        public boolean shouldRetry(@Nullable Resource<?> resource) {
            return false;
        }
    }
}
