package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What Nix 2.8.0, 2.26.3 and 2.34.8 printed, word for word, for the same flake. */
final class Recorded {
    /** Where the recorded flake was in the store. */
    static final String SOURCE = "/nix/store/zbw7gz1r2bshc4zzxypb86mnp1iar267-source";

    private Recorded() {}

    static String read(String version, String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("nix-" + version + "/" + name + ".txt")) {
            assertThat(in).as(version + " " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
