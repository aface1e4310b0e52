package dev.convoy.transfer.ssh.system;

import com.hierynomus.sshj.key.KeyAlgorithm;
import dev.convoy.transfer.ssh.connection.SshConnection;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.DisconnectListener;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.verification.AlgorithmsVerifier;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** What sshj asks of a transport, answered for one whose keys and login are another program's business. */
abstract class NegotiatedTransport implements Transport {
    private final Config config;

    NegotiatedTransport(Config config) {
        this.config = config;
    }

    @Override
    public Config getConfig() {
        return config;
    }

    @Override
    public boolean isAuthenticated() {
        return true;
    }

    @Override
    public void setAuthenticated() {}

    @Override
    public int getTimeoutMs() {
        return (int) SshConnection.ANSWER.toMillis();
    }

    @Override
    public void setTimeoutMs(int timeout) {}

    @Override
    public String getRemoteHost() {
        return "";
    }

    @Override
    public int getRemotePort() {
        return 0;
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress() {
        throw notOurs();
    }

    @Override
    public void init(String host, int port, InputStream in, OutputStream out) {
        throw notOurs();
    }

    @Override
    public void addHostKeyVerifier(HostKeyVerifier verifier) {
        throw notOurs();
    }

    @Override
    public void addAlgorithmsVerifier(AlgorithmsVerifier verifier) {
        throw notOurs();
    }

    @Override
    public void doKex() {
        throw notOurs();
    }

    @Override
    public String getClientVersion() {
        throw notOurs();
    }

    @Override
    public String getServerVersion() {
        throw notOurs();
    }

    @Override
    public byte[] getSessionID() {
        throw notOurs();
    }

    @Override
    public void reqService(Service service) {
        throw notOurs();
    }

    @Override
    public void setService(Service service) {
        throw notOurs();
    }

    @Override
    public void join() {
        throw notOurs();
    }

    @Override
    public void join(int timeout, TimeUnit unit) {
        throw notOurs();
    }

    @Override
    public void disconnect() {
        throw notOurs();
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        throw notOurs();
    }

    @Override
    public void disconnect(DisconnectReason reason, String message) {
        throw notOurs();
    }

    @Override
    public void setDisconnectListener(DisconnectListener listener) {
        throw notOurs();
    }

    @Override
    public DisconnectListener getDisconnectListener() {
        throw notOurs();
    }

    @Override
    public KeyAlgorithm getHostKeyAlgorithm() {
        throw notOurs();
    }

    @Override
    public List<KeyAlgorithm> getClientKeyAlgorithms(KeyType type) {
        throw notOurs();
    }

    @Override
    public void handle(Message message, SSHPacket packet) {
        throw notOurs();
    }

    /** OpenSSH's client passes on nothing that it does not know itself. */
    @Override
    public long sendUnimplemented() throws TransportException {
        throw new TransportException("a message that nobody understands");
    }

    private static UnsupportedOperationException notOurs() {
        return new UnsupportedOperationException("OpenSSH's client does this");
    }
}
