package dev.convoy.store.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.Randomness;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class Nix32Test {
    @Test
    void readsBackWhatItWrote() {
        Randomness.forCases(500, random -> {
            byte[] bytes = Randomness.bytes(random, random.nextInt(70));
            assertThat(Nix32.decode(Nix32.encode(bytes))).isEqualTo(bytes);
        });
    }

    /** Nix32 is the number in base 32 whose bytes are in little-endian order. */
    @Test
    void agreesWithArithmetic() {
        Randomness.forCases(200, random -> {
            byte[] bytes = Randomness.bytes(random, 1 + random.nextInt(40));
            byte[] reversed = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                reversed[i] = bytes[bytes.length - 1 - i];
            }
            String digits = new BigInteger(1, reversed).toString(32);
            String padded = "0".repeat(Nix32.encodedLength(bytes.length) - digits.length()) + digits;

            assertThat(Nix32.encode(bytes)).isEqualTo(translated(padded));
        });
    }

    @Test
    void knowsTheEmptyString() {
        assertThat(Nix32.encode(new byte[0])).isEmpty();
        assertThat(Nix32.decode("")).isEmpty();
    }

    @Test
    void refusesForeignCharacters() {
        for (char c : "eotuEOTUA=+/ \n\0é".toCharArray()) {
            assertThatThrownBy(() -> Nix32.decode("00" + c + "0")).isInstanceOf(NixFormatException.class);
        }
    }

    @Test
    void refusesBitsBeyondTheLastByte() {
        assertThatThrownBy(() -> Nix32.decode("z0")).isInstanceOf(NixFormatException.class);
        assertThatThrownBy(() -> Nix32.decode("1")).isInstanceOf(NixFormatException.class);
        assertThat(Nix32.decode("7z")).containsExactly(0xff);
    }

    private static String translated(String digits) {
        StringBuilder text = new StringBuilder();
        digits.chars().forEach(c -> text.append("0123456789abcdfghijklmnpqrsvwxyz".charAt(Character.digit(c, 32))));
        return text.toString();
    }
}
