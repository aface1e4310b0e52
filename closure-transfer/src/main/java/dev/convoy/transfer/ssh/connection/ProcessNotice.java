package dev.convoy.transfer.ssh.connection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/**
 * The line by which the wrapper on a host tells the number of its process, before it becomes the command. It comes first on
 * standard error, after whatever a login shell may have to say, and is taken out again here. SSH itself never tells the number,
 * and without it a command that runs as root could not be ended.
 */
public final class ProcessNotice {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Longer than any login shell's greeting. */
    private static final int MOST = 64 << 10;

    private final String mark;
    private final CompletableFuture<Long> process = new CompletableFuture<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean complete;

    public ProcessNotice(String mark) {
        this.mark = mark;
    }

    public static ProcessNotice fresh() {
        return new ProcessNotice(mark());
    }

    /** A word that nothing else is ever equal to. */
    public static String mark() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return "convoy-" + HexFormat.of().formatHex(bytes);
    }

    /** Shell that says it. */
    public String command() {
        return "echo \"" + mark + " $$\" >&2";
    }

    CompletableFuture<Long> process() {
        return process;
    }

    boolean isComplete() {
        return complete;
    }

    /** Takes the next bytes of standard error and gives back what of it is the command's. */
    byte[] strip(byte[] bytes) {
        pending.writeBytes(bytes);
        byte[] all = pending.toByteArray();
        // One byte per character, so that positions agree.
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(mark);
        int end = start < 0 ? -1 : text.indexOf('\n', start);
        if (end < 0) {
            return all.length > MOST ? rest() : new byte[0];
        }
        process.complete(number(text.substring(start + mark.length(), end)));
        complete = true;
        pending.reset();
        byte[] theirs = Arrays.copyOf(all, start + all.length - end - 1);
        System.arraycopy(all, end + 1, theirs, start, all.length - end - 1);
        return theirs;
    }

    /** What was held back, when no more comes. */
    byte[] rest() {
        complete = true;
        process.complete(0L);
        byte[] all = pending.toByteArray();
        pending.reset();
        return all;
    }

    /** 0 is nobody's process; a shell that says something else is not ours. */
    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
