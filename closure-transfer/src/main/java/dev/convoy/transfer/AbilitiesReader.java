package dev.convoy.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The output of a server before which our script prints one line. Anything else that begins like it is left for the protocol to
 * complain about.
 */
final class AbilitiesReader extends InputStream {
    private static final int LONGEST = 400;
    private static final int FIRST = 'c';

    private final PushbackInputStream in;
    private HostAbilities abilities = HostAbilities.UNKNOWN;
    private boolean begun;

    AbilitiesReader(InputStream in) {
        this.in = new PushbackInputStream(in, LONGEST);
    }

    /** Known once something was read. */
    synchronized HostAbilities abilities() {
        return abilities;
    }

    @Override
    public int read() throws IOException {
        begin();
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        begin();
        return in.read(bytes, offset, length);
    }

    private synchronized void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        var line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n' && line.size() < LONGEST - 1 && (line.size() > 0 || b == FIRST)) {
            line.write(b);
            b = in.read();
        }
        Optional<HostAbilities> said = HostAbilities.parse(line.toString(StandardCharsets.US_ASCII));
        if (said.isPresent() && b == '\n') {
            abilities = said.get();
            return;
        }
        if (b >= 0) {
            line.write(b);
        }
        in.unread(line.toByteArray());
    }
}
