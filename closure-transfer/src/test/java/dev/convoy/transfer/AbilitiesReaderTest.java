package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.path.StorePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbilitiesReaderTest {
    @Test
    void takesTheLineOutOfTheServersOutput() throws IOException {
        AbilitiesReader reader = reader("convoy-host cores=8 zstd=yes gzip=no\nmagic");
        assertThat(rest(reader)).isEqualTo("magic");
        assertThat(reader.abilities()).isEqualTo(new HostAbilities(8, true, false));
    }

    @Test
    void readsWhatTheHostRuns() throws IOException {
        String system = "/nix/store/00000000000000000000000000000000-nixos-system-web1-23.05";
        AbilitiesReader reader = reader("convoy-host cores=8 zstd=yes gzip=no system=" + system + "\nmagic");
        assertThat(rest(reader)).isEqualTo("magic");
        assertThat(reader.abilities().running()).contains(StorePath.parse(system));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "magic",
                "c",
                "convoy-host cores=8 zstd=yes gzip=no",
                "convoy-host cores=many zstd=yes gzip=no\nmagic",
                "congratulations, you have mail\nmagic",
                "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
            })
    void leavesEverythingElse(String output) throws IOException {
        AbilitiesReader reader = reader(output);
        assertThat(rest(reader)).isEqualTo(output);
        assertThat(reader.abilities()).isEqualTo(HostAbilities.UNKNOWN);
    }

    private static AbilitiesReader reader(String output) {
        return new AbilitiesReader(new ByteArrayInputStream(output.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String rest(AbilitiesReader reader) throws IOException {
        return new String(reader.readAllBytes(), StandardCharsets.US_ASCII);
    }
}
