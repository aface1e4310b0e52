package dev.convoy.transfer.ssh.login;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.signature.Signature;

/** A private key in a file. Its passphrase is asked for only when a server has said that the key is welcome. */
public record KeyFileIdentity(KeyFile file, PublicBlob offered) implements Identity {
    @Override
    public String description() {
        return file.path() + " (" + offered.fingerprint() + ")";
    }

    @Override
    public boolean signsAtOnce() {
        return !file.isLocked();
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) throws IOException {
        try {
            Signature signature = algorithm.signer();
            signature.initSign(file.privateKey());
            signature.update(data);
            byte[] bare = signature.encode(signature.sign());
            return new Buffer.PlainBuffer()
                    .putString(algorithm.name())
                    .putBytes(bare)
                    .getCompactData();
        } catch (SSHRuntimeException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
