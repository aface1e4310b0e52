package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DryRunOutputTest {

    @OnEveryNix
    void readsWhatIsFetched(String version) {
        MissingBuilds missing = DryRunOutput.parse(Recorded.read(version, "dry-run-fetch"));

        assertThat(missing.toBuild()).isEmpty();
        assertThat(missing.toFetch())
                .extracting(path -> path.name())
                .containsExactlyInAnyOrder("big", "nixos-system-b", "slow");
        assertThat(missing.downloadBytes()).isBetween(300_000L, 310_000L);
        assertThat(missing.unpackedBytes()).isBetween(300_000L, 310_000L);
    }

    @Test
    void readsWhatIsBuilt() {
        MissingBuilds missing = DryRunOutput.parse("""
                warning: something else
                this derivation will be built:
                  /nix/store/3yqsn9ipf7hxnrpzndxg8vs8z7n05nz3-slow.drv
                this path will be fetched (1.50 GiB download, 2.0 TiB unpacked):
                  /nix/store/57jkgl6glx9m1jj3dvmw53bff3a5pgy9-slow
                don't know how to build these paths:
                  /nix/store/k31j4g9hxblz7cd7fnnl7kh2gkqxv045-big
                """);

        assertThat(missing.toBuild()).hasSize(1);
        assertThat(missing.toFetch()).hasSize(1);
        assertThat(missing.downloadBytes()).isEqualTo(3L << 29);
        assertThat(missing.unpackedBytes()).isEqualTo(2L << 40);
        assertThat(missing.isNothing()).isFalse();
        assertThat(DryRunOutput.parse("").isNothing()).isTrue();
    }
}
