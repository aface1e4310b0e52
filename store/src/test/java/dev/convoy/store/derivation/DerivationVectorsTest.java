package dev.convoy.store.derivation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A derivation that Nix 2.8 made. */
class DerivationVectorsTest {
    private static final String DEP = """
            Derive([("out","/nix/store/z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep","","")],[],[],"x86_64-linux","/bin/sh",\
            ["-c","echo dep > $out"],[("builder","/bin/sh"),("name","dep"),\
            ("out","/nix/store/z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep"),("system","x86_64-linux")])""";

    private final Derivation dep = Derivation.parse(DEP.getBytes(StandardCharsets.UTF_8));

    @Test
    void isReadAndPrintedBack() {
        assertThat(dep.builder().text()).isEqualTo("/bin/sh");
        assertThat(dep.arguments()).extracting(ByteString::text).containsExactly("-c", "echo dep > $out");
        assertThat(dep.variable("name")).contains("dep");
        assertThat(dep.variable("nonsense")).isEmpty();
        assertThat(new String(dep.print(), StandardCharsets.UTF_8)).isEqualTo(DEP);
    }

    @Test
    void hasThePathThatNixGaveIt() {
        assertThat(dep.path("dep")).hasToString("/nix/store/p2qkh6lklg7zljx468xsl3gwif574nq4-dep.drv");
    }

    @Test
    void hasTheOutputPathThatNixGaveIt() {
        var hashes = new DerivationHashes(path -> {
            throw new AssertionError("it has no inputs");
        });

        assertThat(hashes.outputPath(dep, "dep", "out"))
                .hasToString("/nix/store/z4asv3j07d89ywjf8fxkn7sg6mf5s9q5-dep")
                .isEqualTo(dep.outputs().values().iterator().next().path().orElseThrow());
    }
}
