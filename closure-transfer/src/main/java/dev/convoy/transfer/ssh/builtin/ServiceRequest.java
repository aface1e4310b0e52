package dev.convoy.transfer.ssh.builtin;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;

/**
 * Asks a server for a service, and does not wait for the answer: what the service is to do follows in the same breath, which
 * spares a round trip. A server that does not give it hangs up (RFC 4253, 10).
 */
final class ServiceRequest {
    private ServiceRequest() {}

    /** sshj insists on waiting, so that it gets a thread for that. */
    static void send(Transport transport, Service service, Wire wire) throws IOException {
        transport.setService(service); // also where the answer is the end of the connection
        CompletableFuture<Void> left = wire.nextWrite();
        Thread.ofVirtual().name("service").start(() -> {
            try {
                transport.reqService(service);
            } catch (TransportException e) {
                return; // the service finds out by itself
            } finally {
                left.complete(null);
            }
        });
        SystemThread.await(left);
    }
}
