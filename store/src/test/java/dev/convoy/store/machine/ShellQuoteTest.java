package dev.convoy.store.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellQuoteTest {
    @Test
    void leavesPlainWordsReadable() {
        assertThat(ShellQuote.join(List.of("nix-store", "--serve", "/nix/store/a+b-1.0", "user@host:22")))
                .isEqualTo("nix-store --serve /nix/store/a+b-1.0 user@host:22");
    }

    @Test
    void quotesEmptyWordsAssignmentsAndTildes() {
        assertThat(ShellQuote.join(List.of("", "A=b", "~root"))).isEqualTo("'' 'A=b' '~root'");
    }

    @Test
    void refusesNul() {
        assertThatThrownBy(() -> ShellQuote.quote("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "it's",
                "''",
                "$HOME `id` $(id) ${x}",
                "a\nb\tc",
                "\\",
                "\\'",
                "\"",
                "*?[a]{b,c}!#&|;<>()",
                "-n",
                "ünïcödé 🚚",
                "\u001b[31m"
            })
    void shellReadsBackExactlyWhatWasQuoted(String text) throws InterruptedException {
        try (Machine machine = new LocalMachine()) {
            Finished finished = machine.run(Command.of("/bin/sh", "-c", "printf %s " + ShellQuote.quote(text)));
            assertThat(finished.stdout()).isEqualTo(text);
        }
    }
}
