package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.convoy.store.path.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where flakes live, and where there are none. */
class FlakeLockIT {
    private static final String ONE_HOST = "nixosConfigurations.a = host \"a\" {};";

    @TempDir
    private Path temp;

    private final RealNix nix = new RealNix();
    private final List<EvalEvent> events = new ArrayList<>();

    @BeforeAll
    static void needsNix() throws InterruptedException {
        RealNix.mustBeUsable();
    }

    @AfterEach
    void close() {
        nix.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet", "my fleet", "50%20 off", "ümläut", "a+b&c=d", "qu'ote\"s"})
    void aPlainDirectoryIsAFlakeWhateverItsName(String name) throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve(name), ONE_HOST);

        LockedFlake locked = evaluator().lock(flake.ref());

        assertThat(locked.dirty()).isFalse();
        assertThat(locked.revision()).isEmpty();
        assertThat(locked.narHash()).hasValueSatisfying(hash -> assertThat(hash).startsWith("sha256-"));
        assertThat(locked.lockHash()).isEmpty();
        assertThat(locked.directory()).contains(flake.directory().toString());
        assertThat(evaluator().hostNames(locked)).containsExactly(new HostName("a"));
        assertThat(systemOf(locked)).isEqualTo(systemOf(evaluator().lock(flake.ref())));
    }

    @Test
    void aRepositoryAtAnOddPathIsReadOrRefusedButNeverReadWithoutItsChanges() throws Exception {
        OfflineFlake flake =
                OfflineFlake.in(temp.resolve("my 50% fleet"), ONE_HOST).commit("flake.nix");
        flake.outputs("nixosConfigurations = { a = host \"a\" {}; new = host \"new\" {}; };");
        try {
            assertThat(evaluator().hostNames(evaluator().lock(flake.ref()))).hasSize(2);
        } catch (EvaluationException e) {
            assertThat(e.failure().message()).contains("special character");
            assertThat(e.failure().hints().getFirst()).contains("move the repository");
        }
    }

    @Test
    void aCleanRepositoryIsLockedByItsRevision() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("fleet"), ONE_HOST).commit("flake.nix");

        LockedFlake locked = evaluator().lock(flake.ref());

        assertThat(locked.dirty()).isFalse();
        assertThat(locked.revision())
                .hasValueSatisfying(revision -> assertThat(revision).hasSize(40));
        assertThat(locked.url())
                .startsWith("git+file://")
                .contains("rev=" + locked.revision().orElseThrow());
        assertThat(locked.directory()).contains(flake.directory().toString());
        systemOf(locked);
        nix.forget();
        systemOf(locked);
        assertThat(nix.evaluators()).isEmpty();
    }

    @Test
    void theSourcePathIsTheOneThatNixNames() throws Exception {
        OfflineFlake flake = OfflineFlake.in(
                temp.resolve("fleet"), "nixosConfigurations.a = host \"a\" { deployment.targetHost = \"${self}\"; };");
        LockedFlake locked = evaluator().lock(flake.ref());

        Fleet fleet = evaluator().evaluate(locked, name -> new TagCondition.Always());

        assertThat(fleet.hosts().values())
                .singleElement()
                .satisfies(host -> assertThat(host.facts().targetHost())
                        .isEqualTo(FlakeMetadata.sourcePath(locked).stream().toList()));
    }

    @Test
    void aDirtyTreeIsEvaluatedAsItIsAndNeverCached() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("fleet"), ONE_HOST).commit("flake.nix");
        String revision = evaluator().lock(flake.ref()).revision().orElseThrow();
        flake.outputs("nixosConfigurations = { a = host \"a\" {}; new = host \"new\" {}; };");

        LockedFlake locked = evaluator().lock(flake.ref());

        assertThat(locked.dirty()).isTrue();
        assertThat(locked.revision()).contains(revision);
        assertThat(evaluator().hostNames(locked)).hasSize(2);
        systemOf(locked);
        assertThat(temp.resolve("cache")).doesNotExist();
    }

    @Test
    void aFlakeMayLiveDeepInARepository() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("repo/infra/fleet"), ONE_HOST);
        OfflineFlake root = OfflineFlake.in(temp.resolve("repo"), "").commit("infra");

        LockedFlake byDirectory = evaluator().lock(flake.ref());
        LockedFlake byUrl = evaluator().lock(new FlakeRef("git+file://" + root.directory() + "?dir=infra/fleet"));

        assertThat(List.of(byDirectory, byUrl)).allSatisfy(locked -> {
            assertThat(locked.directory()).contains(flake.directory().toString());
            assertThat(locked.url()).containsPattern("dir=infra(/|%2[fF])fleet");
            assertThat(evaluator().hostNames(locked)).hasSize(1);
        });
    }

    @Test
    void aLockFileIsReadAndNeverWritten() throws Exception {
        OfflineFlake input = OfflineFlake.in(temp.resolve("input"), ONE_HOST);
        Path home = temp.resolve("fleet");
        OfflineFlake flake = OfflineFlake.in(home, "")
                .file(
                        "flake.nix",
                        "{ inputs.other.url = \"path:" + input.directory()
                                + "\"; outputs = { self, other }: { inherit (other) nixosConfigurations; }; }");

        LockedFlake unlocked = evaluator().lock(flake.ref());
        systemOf(unlocked);
        input.outputs("nixosConfigurations.b = host \"b\" {};");
        LockedFlake moved = evaluator().lock(flake.ref());

        assertThat(unlocked.lockHash()).isPresent();
        assertThat(moved.lockHash()).isPresent().isNotEqualTo(unlocked.lockHash());
        assertThat(evaluator().hostNames(moved)).containsExactly(new HostName("b"));
        assertThat(home.resolve("flake.lock")).doesNotExist();
        nix.run(dev.convoy.store.machine.Command.of("nix", "flake", "lock", home.toString()));
        assertThat(evaluator().lock(flake.ref()).lockHash())
                .contains(FlakeMetadata.sha256(Files.readAllBytes(home.resolve("flake.lock"))));
    }

    @Test
    void whereThereIsNoFlakeItSaysSo() throws Exception {
        Files.createDirectories(temp.resolve("empty"));
        OfflineFlake repo =
                OfflineFlake.in(temp.resolve("repo"), "").file("README", "x").commit("README");
        Files.delete(repo.directory().resolve("flake.nix"));
        for (String place : List.of("empty", "absent", "repo", "has space")) {
            assertThat(failure(temp.resolve(place).toString())).satisfies(failure -> {
                assertThat(failure.code()).as(failure.toString()).isEqualTo("evaluation.not-a-flake");
                assertThat(failure.hints()).isNotEmpty();
            });
        }
        assertThat(failure("path:" + temp.resolve("empty")).code()).isEqualTo("evaluation.not-a-flake");
        assertThat(failure("git+file://" + repo.directory()).code()).isEqualTo("evaluation.not-a-flake");
    }

    @Test
    void aFlakeFileThatGitDoesNotKnowIsNamed() {
        OfflineFlake.in(temp.resolve("repo"), ONE_HOST).file("README", "x").commit("README");

        EvalFailure failure = failure(temp.resolve("repo").toString());

        assertThat(failure.code()).isEqualTo("evaluation.file-not-in-git");
        assertThat(failure.hints()).anySatisfy(hint -> assertThat(hint).contains("add flake.nix"));
    }

    @Test
    void aFileThatGitDoesNotKnowIsNamed() throws Exception {
        OfflineFlake flake = OfflineFlake.in(
                        temp.resolve("repo"),
                        "nixosConfigurations = { a = host \"a\" (import ./hosts/a.nix); b = host \"b\" {}; };")
                .commit("flake.nix")
                .file("hosts/a.nix", "{ }");

        FlakeEvaluator evaluator = evaluator();
        Fleet fleet = evaluator.evaluate(evaluator.lock(flake.ref()), name -> new TagCondition.Always());

        assertThat(fleet.hosts()).hasSize(1);
        EvalFailure failure = fleet.failures().getFirst().failure();
        assertThat(failure.code()).isEqualTo("evaluation.file-not-in-git");
        assertThat(failure.hints().getFirst()).startsWith("run: git -C " + flake.directory() + " add hosts");
    }

    @Test
    void aFlakeThatDoesNotParseNamesTheLine() {
        OfflineFlake.in(temp.resolve("fleet"), "")
                .file("flake.nix", "{\n  outputs = { self }: {\n    a = ;\n  };\n}\n");

        EvalFailure failure = failure(temp.resolve("fleet").toString());

        assertThat(failure.code()).isEqualTo("evaluation.syntax-error");
        assertThat(failure.message()).contains("at flake.nix:3:9");
    }

    @Test
    void outputsThatThrowAreTheFlakesFailure() {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("fleet"), "nixosConfigurations = throw \"not today\";");

        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> evaluator().hostNames(evaluator().lock(flake.ref())))
                .satisfies(e -> assertThat(e.failure().message()).startsWith("not today"));
    }

    @Test
    void nothingIsLeftOfACacheThatWasTurnedOff() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("fleet"), ONE_HOST);
        EvaluationSettings on = EvaluationSettings.defaults(temp.resolve("cache"));
        EvaluationSettings impure =
                new EvaluationSettings(on.cacheDirectory(), true, true, false, on.nixOptions(), on.evaluators(), 0);
        FlakeEvaluator evaluator = new FlakeEvaluator(nix, impure, events::add);

        evaluator.evaluate(evaluator.lock(flake.ref()), name -> new TagCondition.Always());

        assertThat(temp.resolve("cache")).doesNotExist();
    }

    private StorePath systemOf(LockedFlake locked) throws InterruptedException {
        Fleet fleet = evaluator().evaluate(locked, name -> new TagCondition.Always());
        assertThat(fleet.failures()).isEmpty();
        return fleet.hosts().firstEntry().getValue().toplevel();
    }

    private EvalFailure failure(String reference) {
        try {
            LockedFlake locked = evaluator().lock(new FlakeRef(reference));
            throw new AssertionError("is a flake: " + locked);
        } catch (EvaluationException e) {
            return e.failure();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FlakeEvaluator evaluator() {
        return new FlakeEvaluator(nix, EvaluationSettings.defaults(temp.resolve("cache")), events::add);
    }
}
