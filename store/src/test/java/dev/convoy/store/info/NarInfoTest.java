package dev.convoy.store.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NarInfoTest {
    private static final String FULL = """
            StorePath: /nix/store/4avw7a8l3xmap487nsphy4l9x93mhxf6-withref
            URL: nar/137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v.nar.xz
            Compression: xz
            FileHash: sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v
            FileSize: 440
            NarHash: sha256:00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq
            NarSize: 880
            References: 4avw7a8l3xmap487nsphy4l9x93mhxf6-withref 71bjzxqgii13agm1np9jl9aqxim5pp51-foo.txt
            Deriver: p2qkh6lklg7zljx468xsl3gwif574nq4-dep.drv
            Sig: a:n7qk8ZnE7mcZgKlL2DhdElsM3sh9Lhneg2kwn+EUtX6wY3TC6yvnqz0tT2K+mx7udzQTmK3wvmta2O3Ee45DDQ==
            Sig: b:n7qk8ZnE7mcZgKlL2DhdElsM3sh9Lhneg2kwn+EUtX6wY3TC6yvnqz0tT2K+mx7udzQTmK3wvmta2O3Ee45DDQ==
            CA: text:sha256:137mqy0qbk77ca6haa9firc5xv8ksa9a9x6jpqrz4lylzxql3w4v
            """;
    private static final String LEAST = """
            StorePath: /nix/store/71bjzxqgii13agm1np9jl9aqxim5pp51-foo.txt
            URL: x.nar
            NarHash: sha256:00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq
            NarSize: 1
            """;

    @Test
    void isPrintedAsItWasRead() {
        NarInfo narInfo = NarInfo.parse(FULL);

        assertThat(narInfo.info().references()).hasSize(2);
        assertThat(narInfo.info().signatures()).hasSize(2);
        assertThat(narInfo.fileSize()).hasValue(440);
        assertThat(narInfo.print()).isEqualTo(FULL);
    }

    @Test
    void saysWhatOldCachesMeant() {
        NarInfo narInfo = NarInfo.parse(LEAST + "Deriver: unknown-deriver\nReferences: \nNews: since: 2031\n");

        assertThat(narInfo.compression()).isEqualTo("bzip2");
        assertThat(narInfo.info().deriver()).isEmpty();
        assertThat(narInfo.info().references()).isEmpty();
        assertThat(narInfo.fileSize()).isEqualTo(OptionalLong.empty());
        assertThat(NarInfo.parse(narInfo.print())).isEqualTo(narInfo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NarSize: 2\n",
                "URL: y.nar\n",
                "References: foo.txt\n",
                "References:  71bjzxqgii13agm1np9jl9aqxim5pp51-foo.txt\n",
                "FileSize: -1\n",
                "FileSize: 99999999999999999999\n",
                "FileSize: \n",
                "FileHash: sha256:x\n",
                "nonsense\n",
                "NoNewline: x",
                "\n"
            })
    void refusesWhatNixWouldNotWrite(String line) {
        assertThat(NarInfo.parse(LEAST).info().narSize()).isEqualTo(1);
        assertThatThrownBy(() -> NarInfo.parse(LEAST + line)).isInstanceOf(NixFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"StorePath", "URL", "NarHash", "NarSize"})
    void refusesAFileWithout(String field) {
        assertThatThrownBy(() -> NarInfo.parse(LEAST.replaceAll("(?m)^" + field + ".*\n", "")))
                .isInstanceOf(NixFormatException.class)
                .hasMessageContaining(field);
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        Randomness.forCases(4000, random -> {
            byte[] damaged = Randomness.damaged(random, FULL.getBytes(StandardCharsets.UTF_8));
            try {
                NarInfo narInfo = NarInfo.parse(new String(damaged, StandardCharsets.UTF_8));
                assertThat(NarInfo.parse(narInfo.print())).isEqualTo(narInfo);
            } catch (NixFormatException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        });
    }
}
