package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheUploadTest {
    private static final StorePath WEB1 = StorePath.parse("/nix/store/00000000000000000000000000000000-system-web1");
    private static final StorePath WEB2 = StorePath.parse("/nix/store/11111111111111111111111111111111-system-web2");

    private final ScriptedMachine machine = new ScriptedMachine("local");
    private final CacheUpload uploads = new CacheUpload(machine, Map.of());

    /** In the words of Nix 2.8, 2.26 and 2.34. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: unable to download 'https://cache/nix-cache-info': Couldn't connect to server (7)",
                "error: unable to download 'http://cache/nix-cache-info': Couldn't resolve host name (6)",
                "error: unable to download 'https://cache:1/nix-cache-info': Could not connect to server (7) Failed to connect"
                        + " to cache port 1 after 0 ms: Could not connect to server",
                "error: cannot open connection to remote store 'ssh-ng://cache': error: unexpected end-of-file",
                "ssh: connect to host cache port 22: Connection refused\nerror: failed to start SSH connection to 'cache'",
            })
    void aCacheThatIsNotThereIsAskedOnce(String said) throws Exception {
        says(said);
        EvalFailure first = failure(WEB1);
        assertThat(first.code()).isEqualTo("cache.unreachable");
        assertThat(first.message()).isEqualTo(said);
        EvalFailure second = failure(WEB2);
        assertThat(second.code()).isEqualTo("cache.unreachable");
        assertThat(second.message()).isEqualTo("not tried, because the cache could not be reached with system-web1");
        assertThat(machine.ran()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error: unable to upload 'https://cache/nar/1.nar.xz': HTTP error 403 ('')",
                "error: unable to download 'https://cache/nix-cache-info': HTTP error 502 (7)",
                "error: writing to file: No space left on device",
            })
    void aCacheThatDoesNotTakeASystemIsAskedForTheNext(String said) throws Exception {
        says(said);
        assertThat(failure(WEB1).code()).isEqualTo("cache.failed");
        assertThat(failure(WEB2).message()).isEqualTo(said);
        assertThat(machine.ran()).hasSize(2);
    }

    private void says(String text) {
        machine.whenStartsWith("nix").thenFail(1, text);
    }

    private EvalFailure failure(StorePath path) {
        CacheUrl cache = CacheUrl.parse("https://cache").orElseThrow();
        return catchThrowableOfType(EvaluationException.class, () -> uploads.copy(path, cache))
                .failure();
    }
}
