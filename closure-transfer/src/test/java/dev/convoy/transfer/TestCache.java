package dev.convoy.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A binary cache of files behind a web server on this machine, which can be told to fail. */
final class TestCache implements AutoCloseable {
    /** What becomes of a request. */
    enum Answer {
        FILE,
        NOT_FOUND,
        DAMAGED,
        NEVER
    }

    interface Mood {
        /** @param nth counts the requests of this kind from 0 */
        Answer of(String file, int nth) throws IOException;
    }

    private final Path files;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Mood mood = (_, _) -> Answer.FILE;

    TestCache(Path files) throws IOException {
        this.files = files;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    void is(Mood now) {
        mood = now;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The files that were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            int nth = (int)
                    asked.stream().filter(one -> kind(one).equals(kind(name))).count();
            asked.add(name);
            Path file = files.resolve(name);
            switch (mood.of(name, nth)) {
                case FILE -> send(exchange, file, false);
                case DAMAGED -> send(exchange, file, true);
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case NEVER -> {
                    end.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String kind(String file) {
        return file.startsWith("nar/") ? "nar" : file.endsWith(".narinfo") ? "narinfo" : file;
    }

    private static void send(HttpExchange exchange, Path file, boolean damaged) throws IOException {
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        if (damaged) {
            bytes[bytes.length / 3] ^= 1;
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
