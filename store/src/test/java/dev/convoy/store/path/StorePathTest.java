package dev.convoy.store.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.Randomness;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePathTest {
    private static final String HASH = "ikarlabdzxkl3bb2lpdghhdy8qzlg47r";

    @Test
    void readsItsParts() {
        StorePath path = StorePath.parse("/nix/store/" + HASH + "-a-b_c.d+e=f?g");

        assertThat(path.hashPart()).isEqualTo(HASH);
        assertThat(path.name()).isEqualTo("a-b_c.d+e=f?g");
        assertThat(StorePath.parseBaseName(path.baseName())).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/nix/store",
                "/nix/store/",
                "/nix/store/" + HASH,
                "/nix/store/" + HASH + "-",
                "/nix/store/" + HASH + "-.",
                "/nix/store/" + HASH + "-..",
                "/nix/store/" + HASH + "-.-x",
                "/nix/store/" + HASH + "-..-x",
                "/nix/store/" + HASH + "-a/b",
                "/nix/store/" + HASH + "-a b",
                "/nix/store/" + HASH + "-größe",
                "/nix/store/" + HASH + "-a\n",
                "/nix/store/" + HASH + "_a",
                "/nix/store/" + HASH + "x-a",
                "/nix/store/ekarlabdzxkl3bb2lpdghhdy8qzlg47r-e-is-no-digit",
                "/nix/store/IKARLABDZXKL3BB2LPDGHHDY8QZLG47R-a",
                "/nix/store//" + HASH + "-a",
                "/nix/storage/" + HASH + "-a",
                "nix/store/" + HASH + "-a"
            })
    void refusesWhatIsNoStorePath(String text) {
        assertThatThrownBy(() -> StorePath.parse(text)).isInstanceOf(NixFormatException.class);
    }

    @Test
    void limitsTheLengthOfNames() {
        assertThat(new StorePath(HASH, "n".repeat(211)).name()).hasSize(211);
        assertThatThrownBy(() -> new StorePath(HASH, "n".repeat(212))).isInstanceOf(NixFormatException.class);
    }

    @Test
    void allowsNamesThatBeginWithADot() {
        assertThat(new StorePath(HASH, ".gitignore")).hasToString("/nix/store/" + HASH + "-.gitignore");
        assertThat(new StorePath(HASH, "...").name()).isEqualTo("...");
    }

    @Test
    void sortsAsItsTextDoes() {
        Randomness.forCases(50, random -> {
            var paths = new TreeSet<StorePath>();
            var texts = new TreeSet<String>();
            for (int i = 0; i < 50; i++) {
                String hash = Randomness.string(random, "0a", 1) + HASH.substring(1);
                String name = Randomness.string(random, "aB-.+0=?_z", 1 + random.nextInt(4));
                if (!name.matches("\\.\\.?(-.*)?")) {
                    paths.add(new StorePath(hash, name));
                    texts.add("/nix/store/" + hash + "-" + name);
                }
            }
            assertThat(paths.stream().map(StorePath::toString)).containsExactlyElementsOf(texts);
        });
    }

    @Test
    void refusesWithItsOwnExceptionOnly() {
        Randomness.forCases(2000, random -> {
            String text = "/nix/store/" + HASH + "-name";
            char[] damaged = text.toCharArray();
            damaged[random.nextInt(damaged.length)] = (char) random.nextInt(0x250);
            String cut = new String(damaged).substring(0, random.nextInt(damaged.length + 1));
            try {
                assertThat(StorePath.parse(cut)).hasToString(cut);
            } catch (NixFormatException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        });
    }
}
