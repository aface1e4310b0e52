package dev.convoy.cli.ui;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line while it is typed, byte by byte, into a terminal in raw mode. It may be a secret: it never becomes a String. */
final class TypedLine implements AutoCloseable {
    private static final int LONGEST = 4096;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int CTRL_U = 21;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private final byte[] bytes = new byte[LONGEST];
    private int length;

    /** What a byte did. */
    enum Step {
        TYPED,
        ERASED,
        IGNORED,
        ENTERED,
        /** The end of input instead of an answer. */
        ENDED,
        INTERRUPTED
    }

    Step accept(int b) {
        return switch (b) {
            case '\r', '\n' -> Step.ENTERED;
            case CTRL_C -> Step.INTERRUPTED;
            case CTRL_D -> length == 0 ? Step.ENDED : Step.IGNORED;
            case BACKSPACE, DELETE -> erase();
            case CTRL_U -> {
                close();
                yield Step.ERASED;
            }
            default -> {
                if (b < ' ' || length == LONGEST) {
                    yield Step.IGNORED;
                }
                bytes[length++] = (byte) b;
                yield Step.TYPED;
            }
        };
    }

    /** What was typed; the caller wipes it. */
    char[] chars() {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
        char[] chars = new char[decoded.remaining()];
        decoded.get(chars);
        Arrays.fill(decoded.array(), '\0');
        return chars;
    }

    /** Wipes it. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        length = 0;
    }

    /** A character of UTF-8 is its first byte and all that continue it. */
    private Step erase() {
        if (length == 0) {
            return Step.IGNORED;
        }
        boolean continues;
        do {
            length--;
            continues = (bytes[length] & 0xc0) == 0x80;
            bytes[length] = 0;
        } while (continues && length > 0);
        return Step.ERASED;
    }
}
