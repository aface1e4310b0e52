package dev.convoy.transfer.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SshAgentTest {
    private static final PublicBlob KEY = new PublicBlob(new Buffer.PlainBuffer()
            .putString("ssh-rsa")
            .putBytes(new byte[] {1})
            .putBytes(new byte[] {2})
            .getCompactData());

    @TempDir
    Path directory;

    private ServerSocketChannel server;
    private SshAgent agent;

    @BeforeEach
    void listen() throws IOException {
        Path socket = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        agent = new SshAgent(socket);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void listsItsKeys() throws Exception {
        var request = answer(new Buffer.PlainBuffer()
                .putByte((byte) 12)
                .putUInt32(1)
                .putBytes(KEY.bytes())
                .putString("me@\u001bhome"));
        List<Identity> identities = agent.identities();
        assertThat(request.get()).containsExactly(11);
        assertThat(identities).singleElement().satisfies(identity -> {
            assertThat(identity.offered()).isEqualTo(KEY);
            assertThat(identity.description()).startsWith("agent key me@?home (SHA256:");
        });
    }

    @Test
    void signsRsaWithSha2() throws Exception {
        var request = answer(new Buffer.PlainBuffer().putByte((byte) 14).putBytes(new byte[] {7, 8}));
        byte[] signature = new AgentIdentity(agent, KEY, "c").sign(new byte[] {5}, KEY.signatureAlgorithm());
        assertThat(signature).containsExactly(7, 8);
        assertThat(request.get())
                .isEqualTo(new Buffer.PlainBuffer()
                        .putByte((byte) 13)
                        .putBytes(KEY.bytes())
                        .putBytes(new byte[] {5})
                        .putUInt32(4)
                        .getCompactData());
        assertThat(KEY.requestAlgorithm()).isEqualTo("rsa-sha2-512");
    }

    @Test
    void tellsThatTheAgentRefused() {
        var _ = answer(new Buffer.PlainBuffer().putByte((byte) 5));
        assertThatThrownBy(() -> agent.sign(KEY, new byte[0], 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused to sign");
    }

    @Test
    void isNotOverwhelmedByAnAgentThatSendsNonsense() {
        var _ = answer(-1, new byte[0]);
        assertThatThrownBy(agent::identities).isInstanceOf(IOException.class).hasMessageContaining("-1 bytes");
    }

    private CompletableFuture<byte[]> answer(Buffer.PlainBuffer answer) {
        byte[] bytes = answer.getCompactData();
        return answer(bytes.length, bytes);
    }

    /** Takes one connection and one request. */
    private CompletableFuture<byte[]> answer(int length, byte[] bytes) {
        var request = new CompletableFuture<byte[]>();
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                var in = new DataInputStream(Channels.newInputStream(client));
                byte[] asked = new byte[in.readInt()];
                in.readFully(asked);
                request.complete(asked);
                var out = new DataOutputStream(Channels.newOutputStream(client));
                out.writeInt(length);
                out.write(bytes);
            } catch (IOException e) {
                request.completeExceptionally(e);
            }
        });
        return request;
    }
}
