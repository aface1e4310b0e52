package dev.convoy.transfer.ssh;

import dev.convoy.transfer.ssh.login.SshPrompts;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The sudo passwords of this run: asked for once per user, for all of that user's hosts, and wiped at its end. */
final class SudoPasswords implements AutoCloseable {
    private final SshPrompts prompts;
    private final Map<String, Optional<char[]>> byUser = new HashMap<>();

    SudoPasswords(SshPrompts prompts) {
        this.prompts = prompts;
    }

    synchronized Optional<char[]> of(String user, String host) {
        return byUser.computeIfAbsent(user, u -> prompts.sudoPassword(u, host));
    }

    /** For the wire; to be wiped by whoever asked. */
    static byte[] encoded(char[] password) {
        byte[] roomy = new byte[password.length * 3];
        ByteBuffer bytes = ByteBuffer.wrap(roomy);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), bytes, true);
        byte[] exact = Arrays.copyOf(roomy, bytes.position());
        Arrays.fill(roomy, (byte) 0);
        return exact;
    }

    @Override
    public synchronized void close() {
        byUser.values().forEach(password -> password.ifPresent(p -> Arrays.fill(p, '\0')));
        byUser.clear();
    }
}
