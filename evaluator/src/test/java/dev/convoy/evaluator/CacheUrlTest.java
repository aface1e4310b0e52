package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheUrlTest {
    @ParameterizedTest
    @CsvSource({
        "file:///srv/cache, file:///srv/cache",
        "s3://bucket?region=eu&endpoint=x, s3://bucket",
        "https://user:secret@cache.example.org/a, https://cache.example.org/a",
        "ssh-ng://root@host, ssh-ng://host"
    })
    void isShownWithoutWhatMayBeSecret(String url, String shown) {
        assertThat(CacheUrl.parse(url)).map(CacheUrl::toString).contains(shown);
        assertThat(CacheUrl.parse(url)).map(CacheUrl::text).contains(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cache", "/srv/cache", "ftp://host", "s3://", "--help", "https://a b"})
    void isOneThatNixKnows(String text) {
        assertThat(CacheUrl.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@cache.example.org/a, true",
        "https://user@cache.example.org/a:b, false",
        "ssh-ng://root@host:22, false",
        "s3://bucket?endpoint=a:b@c, false"
    })
    void tellsWhetherItHoldsAPassword(String url, boolean holds) {
        assertThat(CacheUrl.parse(url)).map(CacheUrl::holdsPassword).contains(holds);
    }

    @Test
    void aBinaryCacheSignsWithAKey() {
        assertThat(signed("file:///srv/cache", "/keys/one")).contains("file:///srv/cache?secret-key=/keys/one");
        assertThat(signed("s3://b?region=eu", "/keys/one")).contains("s3://b?region=eu&secret-key=/keys/one");
        assertThat(signed("ssh-ng://host", "/keys/one")).isEmpty();
        assertThat(signed("s3://b", "/keys/one&two")).isEmpty();
    }

    private static Optional<String> signed(String url, String key) {
        return CacheUrl.parse(url).orElseThrow().signedWith(Path.of(key)).map(CacheUrl::text);
    }
}
