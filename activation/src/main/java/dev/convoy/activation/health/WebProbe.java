package dev.convoy.activation.health;

import dev.convoy.store.RemoteText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;

/** Looks at a host over the network, as its users do. */
final class WebProbe {
    private static final int SHOWN = 200;

    /** A health page is small; what is larger is something else. */
    private static final long MOST_BYTES = 1 << 20;

    private WebProbe() {}

    static Result tcp(Probe.Tcp probe, Duration timeout) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(probe.address(), probe.port()), (int) timeout.toMillis());
            return new Result.Pass();
        } catch (UnknownHostException e) {
            return unresolved(probe.address());
        } catch (IOException e) {
            return new Result.Fail(said(e), List.of());
        }
    }

    /** A client for each request: one that is kept would answer over a connection that the new system never saw. */
    static Result http(Probe.Http probe, Duration timeout) throws InterruptedException {
        var request = HttpRequest.newBuilder(probe.uri())
                .timeout(timeout)
                .header("User-Agent", "convoy")
                .build();
        try (var client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
            return judge(
                    probe,
                    client.send(
                            request,
                            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MOST_BYTES)));
        } catch (IOException e) {
            return isUnresolved(e)
                    ? unresolved(String.valueOf(probe.uri().getHost()))
                    : new Result.Fail(said(e), List.of());
        }
    }

    private static Result judge(Probe.Http probe, HttpResponse<String> answer) {
        if (answer.statusCode() != probe.status()) {
            return new Result.Fail("status " + answer.statusCode() + ", not " + probe.status(), shown(answer));
        }
        boolean fits = probe.body().isEmpty()
                || probe.body().get().matcher(answer.body()).find();
        return fits
                ? new Result.Pass()
                : new Result.Fail("the body has no " + probe.body().get().pattern(), shown(answer));
    }

    private static List<String> shown(HttpResponse<String> answer) {
        String body = answer.body();
        return RemoteText.lines(body.substring(0, Math.min(SHOWN, body.length())));
    }

    private static Result unresolved(String address) {
        return new Result.CouldNotTell("the name " + address + " does not resolve here");
    }

    private static boolean isUnresolved(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** The client wraps what happened, sometimes without a word of its own. */
    private static String said(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                return RemoteText.plain(message);
            }
        }
        return e.getClass().getSimpleName().replace("Exception", "").replaceAll("([a-z])([A-Z])", "$1 $2");
    }
}
