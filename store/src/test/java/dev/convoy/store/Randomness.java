package dev.convoy.store;

import java.util.Random;

/** A small property tester: many cases from a fixed seed, and a failure that says which case it was. */
public final class Randomness {
    /** What must be so for whatever the generator yields. */
    @FunctionalInterface
    public interface Property {
        void holds(Random random) throws Exception;
    }

    private Randomness() {}

    /** Runs {@code property} with a generator of its own for each case, so that one case can be run again alone. */
    public static void forCases(int cases, Property property) {
        for (int seed = 0; seed < cases; seed++) {
            try {
                property.holds(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("case " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    public static <T> T oneOf(Random random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    public static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public static String string(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        random.ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    /** The same bytes with one to three of them changed, left out, doubled, or with the end cut off. */
    public static byte[] damaged(Random random, byte[] bytes) {
        var damaged = new java.io.ByteArrayOutputStream();
        int from = 0;
        for (int i = random.nextInt(3); i >= 0 && from < bytes.length; i--) {
            int at = from + random.nextInt(bytes.length - from);
            damaged.write(bytes, from, at - from);
            switch (random.nextInt(4)) {
                case 0 -> damaged.write(random.nextInt());
                case 1 -> damaged.write(bytes[at] ^ (1 << random.nextInt(8)));
                case 2 -> {
                    damaged.write(bytes[at]);
                    damaged.write(bytes[at]);
                }
                default -> damaged.write(bytes, at, 0);
            }
            from = at + 1;
        }
        if (random.nextBoolean()) {
            damaged.write(bytes, from, bytes.length - from);
        }
        return damaged.toByteArray();
    }
}
