package dev.convoy.store.hash;

import dev.convoy.store.NixFormatException;

/**
 * Nix's base 32: no e, o, u, t, and the least significant digit last. Source: Nix manual, "Nix32"; libutil/base-nix-32.cc.
 */
public final class Nix32 {
    private static final String ALPHABET = "0123456789abcdfghijklmnpqrsvwxyz";

    private Nix32() {}

    public static String encode(byte[] bytes) {
        int length = encodedLength(bytes.length);
        StringBuilder text = new StringBuilder(length);
        for (int digit = length - 1; digit >= 0; digit--) {
            int bit = digit * 5;
            int low = bit / 8;
            int value = (bytes[low] & 0xff) >>> (bit % 8);
            if (low + 1 < bytes.length) {
                value |= (bytes[low + 1] & 0xff) << (8 - bit % 8);
            }
            text.append(ALPHABET.charAt(value & 0x1f));
        }
        return text.toString();
    }

    /** @throws NixFormatException where a character is not in the alphabet, or bits are set beyond the last byte */
    public static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new NixFormatException(text, i, "a nix32 character");
            }
            int bit = (text.length() - 1 - i) * 5;
            int low = bit / 8;
            int shifted = value << (bit % 8);
            place(bytes, low, shifted & 0xff, text, i);
            place(bytes, low + 1, shifted >>> 8, text, i);
        }
        return bytes;
    }

    static int encodedLength(int bytes) {
        return (bytes * 8 + 4) / 5;
    }

    private static void place(byte[] bytes, int at, int value, String text, int index) {
        if (at < bytes.length) {
            bytes[at] |= (byte) value;
        } else if (value != 0) {
            throw new NixFormatException(text, index, "no bits beyond the last byte");
        }
    }
}
