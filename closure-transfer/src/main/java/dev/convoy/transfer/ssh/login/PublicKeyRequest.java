package dev.convoy.transfer.ssh.login;

import java.io.IOException;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;

/**
 * One authentication request (RFC 4252, 7): either the question whether a key would be welcome, or the signed request. sshj's
 * own method tries an RSA key three times over, and each counts against the server's MaxAuthTries.
 */
final class PublicKeyRequest extends AbstractAuthMethod {
    private final Identity identity;
    private final boolean signed;
    private volatile boolean welcome;

    private PublicKeyRequest(Identity identity, boolean signed) {
        super("publickey");
        this.identity = identity;
        this.signed = signed;
    }

    static PublicKeyRequest question(Identity identity) {
        return new PublicKeyRequest(identity, false);
    }

    static PublicKeyRequest signed(Identity identity) {
        return new PublicKeyRequest(identity, true);
    }

    /** The answer to a question, once it has ended with an exception: sshj knows no third way. */
    boolean isWelcome() {
        return welcome;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        try {
            PublicBlob offered = identity.offered();
            SSHPacket request = super.buildReq()
                    .putBoolean(signed)
                    .putString(offered.requestAlgorithm())
                    .putBytes(offered.bytes());
            return signed ? request.putBytes(signature(request)) : request;
        } catch (UserAuthException e) {
            throw e;
        } catch (IOException e) {
            throw new UserAuthException(e.getMessage(), e);
        }
    }

    private byte[] signature(SSHPacket request) throws IOException {
        byte[] data = new Buffer.PlainBuffer()
                .putString(params.getTransport().getSessionID())
                .putRawBytes(request.getCompactData())
                .getCompactData();
        return identity.sign(data, identity.offered().signatureAlgorithm());
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60 || signed) {
            super.handle(message, packet);
        }
        welcome = true;
        throw new UserAuthException("the key is welcome");
    }
}
