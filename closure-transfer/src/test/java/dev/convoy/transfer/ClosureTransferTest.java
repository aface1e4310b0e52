package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.store.info.Closure;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.machine.ScriptedMachine;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ClosureTransferTest {
    @TempDir
    private Path directory;

    private final FakeStore store = new FakeStore();
    private final ScriptedMachine here = new ScriptedMachine("this machine");
    private Closure chain = new Closure(List.of());

    @BeforeEach
    void fillTheLocalStore() throws IOException {
        chain = new LocalPaths(directory).chain(10);
        store.with(chain.paths());
        here.when("nix-store", "--serve").thenTalk(store);
    }

    @Test
    void readsClosuresInTheOrderInWhichTheyMustBeSent() throws InterruptedException {
        PathInfo middle = chain.paths().get(6);
        Closure closure =
                transfer().closureOf(List.of(middle.path(), chain.paths().get(2).path()));
        assertThat(closure.paths()).isEqualTo(chain.paths().subList(0, 7));
        assertThat(here.ran()).hasSize(1);
    }

    @Test
    void saysWhichRootIsNotThere() {
        StorePath nowhere = StorePath.parse("/nix/store/00000000000000000000000000000000-nowhere");
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> transfer().closureOf(List.of(nowhere)))
                .withMessage("this machine: the closure cannot be read from the local store: error: path '" + nowhere
                        + "' is not valid");
    }

    @Test
    void saysWhenPathsVanishWhileTheyAreRead() {
        String victim = chain.paths().get(3).path().toString();
        store.stumbles(new FakeStore.Obstacle() {
            @Override
            public void beforeInfos() {
                store.forget(victim);
            }
        });
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() ->
                        transfer().closureOf(List.of(chain.paths().getLast().path())))
                .withMessageContaining("changed while it was read")
                .withMessageContaining(victim);
    }

    @Test
    void saysThatThereIsNoNixHere() {
        ScriptedMachine bare = new ScriptedMachine("this machine");
        bare.when("nix-store", "--serve").thenRefuse("cannot start nix-store: no such file");
        ClosureTransfer transfer = new ClosureTransfer(new LocalSource(bare, directory), pause -> {});
        assertThatExceptionOfType(TransferException.class)
                .isThrownBy(() -> transfer.closureOf(List.of()))
                .withMessageContaining("cannot start nix-store: no such file");
    }

    private ClosureTransfer transfer() {
        return new ClosureTransfer(new LocalSource(here, directory), pause -> {});
    }
}
