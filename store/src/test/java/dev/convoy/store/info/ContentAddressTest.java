package dev.convoy.store.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentAddressTest {
    private static final String SHA256 = "sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v";
    private static final StorePath TREE = StorePath.parse("/nix/store/ikarlabdzxkl3bb2lpdghhdy8qzlg47r-tree");
    private static final StorePath FOO = StorePath.parse("/nix/store/71bjzxqgii13agm1np9jl9aqxim5pp51-foo.txt");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text:" + SHA256,
                "fixed:" + SHA256,
                "fixed:r:" + SHA256,
                "fixed:git:" + SHA256,
                "fixed:r:md5:3y8bwfr609h3lh9ch0izcqq7fl",
                "fixed:sha1:" + "gpmyzl0sj2z5w5p2pklf8y2q0d4abkh7"
            })
    void isPrintedAsItWasRead(String text) {
        assertThat(ContentAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fixed",
                "fixed:",
                SHA256,
                "text:r:" + SHA256,
                "text:sha1:gpmyzl0sj2z5w5p2pklf8y2q0d4abkh7",
                "fixed:x:" + SHA256,
                "fixed:sha256-m/BBcf/UU/Izvtj0pJLSE+1eWI4uKQWNYufMhYHH9Yw="
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> ContentAddress.parse(text)).isInstanceOf(NixFormatException.class);
    }

    @Test
    void knowsItsPathAndTellsALie() {
        ContentAddress address = ContentAddress.parse("fixed:r:" + SHA256);

        assertThat(address.isOf(TREE, none())).isTrue();
        assertThat(address.isOf(FOO, none())).isFalse();
        assertThat(address.isOf(TREE, new TreeSet<>(List.of(FOO)))).isFalse();
        assertThat(address.isOf(TREE, new TreeSet<>(List.of(TREE)))).isFalse();
        assertThat(ContentAddress.parse("fixed:" + SHA256).isOf(TREE, none())).isFalse();
    }

    private static SortedSet<StorePath> none() {
        return new TreeSet<>();
    }
}
