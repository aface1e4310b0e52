package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.Conversation;
import dev.convoy.store.machine.ExitStatus;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A store in memory whose server speaks the serve protocol, checks what it is given as strictly as Nix does, and can be told
 * to stumble. Shares no code with the client.
 */
final class FakeStore implements Conversation {
    /** Ends a session from inside: what the server prints, and how it exits. */
    static final class Stumble extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient String stderr;
        private final transient ExitStatus exit;

        Stumble(String stderr, ExitStatus exit) {
            super(stderr);
            this.stderr = stderr;
            this.exit = exit;
        }

        static Stumble error(String stderr) {
            return new Stumble("\u001b[31;1merror:\u001b[0m " + stderr + "\n", new ExitStatus.Exited(1));
        }
    }

    /** Where a server may stumble. */
    interface Obstacle {
        Obstacle NONE = new Obstacle() {};

        default void beforeGreeting() throws IOException {}

        /** @param nth counts all paths that this store was ever sent, from 0 */
        default void inTheMiddleOf(int nth, String path) throws IOException {}

        /** The path is valid now. */
        default void beforeAcknowledging(int nth, String path) throws IOException {}

        default void beforeInfos() {}

        default void beforeAnsweringQuery(int nth) throws IOException {}
    }

    private final Map<String, PathInfo> infos = new HashMap<>();
    private final Set<String> valid = new TreeSet<>();
    private final List<String> received = new ArrayList<>();
    private final Map<Object, Set<String>> locks = new HashMap<>();
    private Obstacle obstacle = Obstacle.NONE;
    private int pathsBegun;
    private int queries;
    private int lockingQueries;
    private long narBytes;

    synchronized FakeStore with(Collection<PathInfo> there) {
        there.forEach(info -> {
            infos.put(info.path().toString(), info);
            valid.add(info.path().toString());
        });
        return this;
    }

    synchronized FakeStore stumbles(Obstacle where) {
        obstacle = where;
        return this;
    }

    synchronized Set<String> valid() {
        return new TreeSet<>(valid);
    }

    /** Every path that was taken in, in order; more than once if sent more than once. */
    synchronized List<String> received() {
        return List.copyOf(received);
    }

    synchronized int queries() {
        return queries;
    }

    /** Those of sessions that hold what they ask for. */
    synchronized int lockingQueries() {
        return lockingQueries;
    }

    synchronized long narBytes() {
        return narBytes;
    }

    synchronized void forget(String path) {
        valid.remove(path);
    }

    /** Sessions that lock something. */
    synchronized int openSessions() {
        return locks.size();
    }

    /** Deletes what no session that is still open has locked. */
    synchronized void collectGarbage() {
        valid.removeIf(path -> locks.values().stream().noneMatch(lock -> lock.contains(path)));
    }

    @Override
    public ExitStatus talk(InputStream stdin, OutputStream stdout, OutputStream stderr) throws IOException {
        Object session = new Object();
        try {
            serve(session, new DataInputStream(stdin), new DataOutputStream(stdout));
            return new ExitStatus.Exited(0);
        } catch (Stumble e) {
            stderr.write(e.stderr.getBytes(StandardCharsets.UTF_8));
            return e.exit;
        } catch (EOFException e) {
            return new ExitStatus.Exited(0);
        } finally {
            synchronized (this) {
                locks.remove(session);
            }
        }
    }

    private void serve(Object session, DataInputStream in, DataOutputStream out) throws IOException {
        obstacle().beforeGreeting();
        expect(0x390c9deb, number(in));
        number(in);
        number(out, 0x5452eecb);
        number(out, 0x207);
        while (true) {
            long operation = number(in);
            switch ((int) operation) {
                case 1 -> queryValidPaths(session, in, out);
                case 2 -> queryPathInfos(in, out);
                case 7 -> queryClosure(in, out);
                case 9 -> addToStoreNar(in, out);
                default -> throw Stumble.error("unknown serve command " + operation);
            }
        }
    }

    private void queryValidPaths(Object session, DataInputStream in, DataOutputStream out) throws IOException {
        boolean lock = number(in) != 0;
        number(in);
        Set<String> asked = new TreeSet<>(texts(in));
        Set<String> answer;
        int nth;
        synchronized (this) {
            nth = queries++;
            if (lock) {
                lockingQueries++;
                locks.computeIfAbsent(session, s -> new HashSet<>()).addAll(asked);
            }
            answer = new TreeSet<>(asked);
            answer.retainAll(valid);
        }
        obstacle().beforeAnsweringQuery(nth);
        texts(out, answer);
    }

    private synchronized void queryPathInfos(DataInputStream in, DataOutputStream out) throws IOException {
        List<String> paths = texts(in);
        obstacle.beforeInfos();
        for (String path : paths) {
            if (valid.contains(path)) {
                PathInfo info = info(path);
                text(out, path);
                text(out, "");
                texts(out, strings(info.references()));
                number(out, info.narSize());
                number(out, info.narSize());
                text(out, info.narHash().toString());
                text(out, "");
                texts(out, info.signatures());
            }
        }
        text(out, "");
    }

    private synchronized void queryClosure(DataInputStream in, DataOutputStream out) throws IOException {
        number(in);
        Set<String> closure = new TreeSet<>();
        for (String root : texts(in)) {
            addClosure(root, closure);
        }
        texts(out, closure);
    }

    private void addClosure(String path, Set<String> closure) throws IOException {
        if (!valid.contains(path)) {
            throw Stumble.error("path '" + path + "' is not valid");
        }
        if (closure.add(path)) {
            for (String reference : strings(info(path).references())) {
                addClosure(reference, closure);
            }
        }
    }

    private PathInfo info(String path) {
        return Objects.requireNonNull(infos.get(path), path);
    }

    private void addToStoreNar(DataInputStream in, DataOutputStream out) throws IOException {
        String path = text(in);
        text(in);
        String hash = text(in);
        List<String> references = texts(in);
        expect(0, number(in));
        long size = number(in);
        expect(0, number(in));
        texts(in);
        text(in);
        int nth;
        synchronized (this) {
            nth = pathsBegun++;
        }
        byte[] nar = new byte[(int) size];
        in.readFully(nar, 0, nar.length / 2);
        obstacle().inTheMiddleOf(nth, path);
        in.readFully(nar, nar.length / 2, nar.length - nar.length / 2);
        take(path, hash, references, nar);
        obstacle().beforeAcknowledging(nth, path);
        number(out, 1);
    }

    private synchronized void take(String path, String hash, List<String> references, byte[] nar) throws IOException {
        for (String reference : references) {
            if (!valid.contains(reference) && !reference.equals(path)) {
                throw Stumble.error("path '" + reference + "' is not valid");
            }
        }
        if (!sha256(nar).equals(hash)) {
            throw Stumble.error("hash mismatch importing path '" + path + "'");
        }
        valid.add(path);
        received.add(path);
        narBytes += nar.length;
    }

    private synchronized Obstacle obstacle() {
        return obstacle;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Collection<String> strings(Collection<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static void expect(long wanted, long got) throws IOException {
        if (wanted != got) {
            throw Stumble.error("expected " + wanted + ", got " + got);
        }
    }

    private static long number(DataInputStream in) throws IOException {
        return Long.reverseBytes(in.readLong());
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeLong(Long.reverseBytes(value));
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[(int) number(in)];
        in.readFully(bytes);
        in.readFully(new byte[(8 - bytes.length % 8) % 8]);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.write(bytes);
        out.write(new byte[(8 - bytes.length % 8) % 8]);
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (long left = number(in); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void texts(DataOutputStream out, Collection<String> texts) throws IOException {
        number(out, texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }
}
