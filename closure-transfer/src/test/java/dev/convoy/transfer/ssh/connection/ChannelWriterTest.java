package dev.convoy.transfer.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChannelWriterTest {
    private final List<String> sent = new ArrayList<>();
    private final CompletableFuture<Void> firstSent = new CompletableFuture<>();
    private final ChannelWriter.Outlet outlet = new ChannelWriter.Outlet() {
        @Override
        public void data(byte[] bytes, int offset, int length) {
            sent.add("data " + length);
            firstSent.complete(null);
        }

        @Override
        public void endOfFile() {
            sent.add("eof");
        }
    };
    private final ChannelWriter writer = ChannelWriter.ofCommand(outlet);

    @Test
    void splitsByPacketAndWindow() throws Exception {
        writer.open(25, 10);
        writer.write(new byte[25]);
        writer.close();
        writer.close();
        assertThat(sent).containsExactly("data 10", "data 10", "data 5", "eof");
    }

    @Test
    void waitsForTheWindow() throws Exception {
        writer.open(4, 10);
        CompletableFuture<Void> writing = write(10);
        firstSent.get();
        writer.widen(6);
        writing.get();
        assertThat(sent).containsExactly("data 4", "data 6");
    }

    @Test
    void letsAWaitingWriterGoWhenTheChannelEnds() throws Exception {
        writer.open(4, 10);
        CompletableFuture<Void> writing = write(10);
        firstSent.get();
        writer.end();
        assertThatThrownBy(writing::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void letsAWriterGoThatIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> writer.write(1)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void finishesWhatAConnectionWithinHasBegun() throws Exception {
        var within = ChannelWriter.ofConnection(outlet);
        within.open(4, 10);
        Thread.currentThread().interrupt();
        Thread.ofVirtual().start(() -> {
            firstSent.join();
            within.widen(6);
        });
        within.write(new byte[10]);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent).containsExactly("data 4", "data 6");
    }

    @Test
    void sendsNothingAfterTheEnd() throws Exception {
        writer.open(100, 10);
        writer.end();
        writer.close();
        writer.endWith(_ -> sent.add("late"));
        assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
        assertThat(sent).isEmpty();
    }

    @Test
    void saysGoodbyeOnceAndKnowsWhetherEndOfFileWentBefore() throws Exception {
        writer.open(100, 10);
        writer.close();
        writer.endWith(afterEndOfFile -> sent.add("goodbye " + afterEndOfFile));
        writer.endWith(afterEndOfFile -> sent.add("goodbye " + afterEndOfFile));
        assertThat(sent).containsExactly("eof", "goodbye true");
    }

    private CompletableFuture<Void> write(int bytes) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                writer.write(new byte[bytes]);
                done.complete(null);
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
