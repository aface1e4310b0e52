package dev.convoy.transfer;

import java.util.OptionalDouble;

/**
 * Whether comparing with older paths is quicker than compressing. Times are in units of what this machine takes to compress a
 * byte at level 3, so that they hold on any machine.
 */
final class DeltaChoice {
    /** For less, a fast link is not worth measuring: it takes as long as sending them. */
    private static final long WORTH_MEASURING = 8 << 20;
    /** With less that can be compared, the rest decides. */
    private static final double LEAST_SHARE = 0.25;

    /** What is left of a byte of program by compression, and by comparison with the same program built again. */
    private static final double COMPRESSED = 0.4;

    private static final double COMPARED = 0.03;
    /** The old path is read, hashed and indexed as well. */
    private static final double COMPARING = 3;
    /** The host has to read and hash the old paths too, and old and new may have less in common than most. */
    private static final double CLEARLY = 1.3;

    private DeltaChoice() {}

    /**
     * Whether there is enough to compare for the speed of the link to matter.
     *
     * @param comparable of {@code narBytes}, those of paths with a predecessor
     */
    static boolean isPossible(long narBytes, long comparable) {
        return narBytes >= WORTH_MEASURING && comparable >= narBytes * LEAST_SHARE;
    }

    /** @param link its speed, as a share of what this machine compresses at level 3 */
    static boolean isQuicker(long narBytes, long comparable, OptionalDouble link) {
        if (!isPossible(narBytes, comparable) || link.isEmpty() || link.getAsDouble() <= 0) {
            return false;
        }
        double perByte = 1 / link.getAsDouble();
        double rest = (double) narBytes - comparable;
        double compressing = narBytes * Math.min(perByte, Math.max(1, COMPRESSED * perByte));
        double comparing =
                Math.max(COMPARING * comparable + rest, (COMPARED * comparable + COMPRESSED * rest) * perByte);
        return comparing * CLEARLY < compressing;
    }
}
