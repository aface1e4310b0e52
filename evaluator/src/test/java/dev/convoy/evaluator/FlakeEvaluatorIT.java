package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real flakes, real Nix. */
class FlakeEvaluatorIT {
    private static final HostChoice ALL = name -> new TagCondition.Always();

    @TempDir
    private Path temp;

    private final RealNix nix = new RealNix();
    private final List<EvalEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void needsNix() throws InterruptedException {
        RealNix.mustBeUsable();
    }

    @AfterEach
    void close() {
        nix.close();
    }

    @Test
    void plainConfigurationsAreAFleet() throws Exception {
        Fleet fleet = evaluate("nixosConfigurations = { web1 = host \"web1\" {}; db1 = host \"db1\" {}; };");

        assertThat(fleet.failures()).isEmpty();
        assertThat(fleet.hosts().keySet()).extracting(HostName::value).containsExactly("db1", "web1");
        HostSpec web = spec(fleet, "web1");
        assertThat(web.derivation().name()).isEqualTo("nixos-system-web1.drv");
        assertThat(web.toplevel().name()).isEqualTo("nixos-system-web1");
        assertThat(Path.of(web.derivation().toString())).exists();
        assertThat(web.system()).isEqualTo("x86_64-linux");
        assertThat(web.facts().targetHost()).isEmpty();
        assertThat(web.facts().tags()).isEmpty();
    }

    @Test
    void namesWithDotsDashesAndSpacesAreNames() throws Exception {
        Fleet fleet = evaluate("nixosConfigurations = { \"a.example.org\" = host \"a\" {}; b-1 = host \"b\" {};"
                + " \"c d\" = host \"c\" {}; \"e$\\\"{f}\" = host \"e\" {}; };");

        assertThat(fleet.failures()).isEmpty();
        assertThat(fleet.hosts().keySet())
                .extracting(HostName::value)
                .containsExactly("a.example.org", "b-1", "c d", "e$\"{f}");
    }

    @Test
    void aBrokenHostCostsOnlyItself() throws Exception {
        Fleet fleet = evaluate("""
                nixosConfigurations = {
                  a = host "a" {};
                  b = host "b" { deployment = throw "this is b's fault"; };
                  c = host "c" {};
                  d = host (throw "and this d's") {};
                  e = host "e" {};
                };
                """);

        assertThat(fleet.hosts().keySet()).extracting(HostName::value).containsExactly("a", "c", "e");
        assertThat(fleet.failures())
                .extracting(failure -> failure.host().value())
                .containsExactly("b", "d");
        assertThat(fleet.failures().getFirst().failure().message())
                .startsWith("this is b's fault")
                .contains("at flake.nix:");
        assertThat(fleet.failures().getLast().failure().message()).startsWith("and this d's");
        assertThat(events).filteredOn(EvalEvent.HostEvaluated.class::isInstance).hasSize(3);
        assertThat(events).filteredOn(EvalEvent.HostFailed.class::isInstance).hasSize(2);
    }

    @Test
    void classicErrorsAreToldApart() throws Exception {
        Fleet fleet = evaluate(
                """
                nixosConfigurations = {
                  assertion = host "x" { deployment = assert 1 == 2; {}; };
                  attribute = host "x" { deployment = { a.b = 1; }.a.c; };
                  currentSystem = host "x" { deployment.targetHost = builtins.currentSystem; };
                  ifd = host "x" { deployment.targetHost = import (sh "ifd" [ ] "echo 1 > $out"); };
                  import = host "x" { deployment = import ./absent.nix; };
                  impure = host "x" { deployment = import /etc/hosts; };
                  recursion = host "x" { deployment = let y = y; in y; };
                  syntax = host "x" { deployment = import ./syntax.nix; };
                  unfree = host "x" { deployment = throw "Package ‘vscode-1.2’ in /x has an unfree license (‘unfree’), refusing to evaluate."; };
                  variable = host "x" { deployment = import ./variable.nix; };
                };
                """,
                Map.of("allow-import-from-derivation", "false"),
                flake -> flake.file("syntax.nix", "{ a = ;").file("variable.nix", "{ a = nope; }.a"));

        assertThat(fleet.hosts()).isEmpty();
        assertThat(fleet.failures())
                .extracting(failure -> failure.host() + " " + failure.failure().code())
                .containsExactly(
                        "assertion evaluation.assertion-failed",
                        "attribute evaluation.attribute-missing",
                        "currentSystem evaluation.impure",
                        "ifd evaluation.import-from-derivation",
                        "import evaluation.file-missing",
                        "impure evaluation.impure",
                        "recursion evaluation.infinite-recursion",
                        "syntax evaluation.syntax-error",
                        "unfree evaluation.unfree",
                        "variable evaluation.undefined-variable");
        assertThat(fleet.failures()).allSatisfy(failure -> {
            assertThat(failure.failure().hints()).isNotEmpty();
            assertThat(failure.failure().message()).doesNotContain("«string»");
        });
        assertThat(failure(fleet, "syntax").message()).contains("at syntax.nix:1:7");
        assertThat(failure(fleet, "variable").message()).contains("at variable.nix:1:7");
        assertThat(failure(fleet, "attribute").message()).contains("attribute 'c' missing");
    }

    @Test
    void factsComeFromTheHostAndThenFromTheConvoyOutput() throws Exception {
        Fleet fleet = evaluate("""
                nixosConfigurations = {
                  web = host "web" { deployment = { targetHost = [ "10.0.0.1" "web.lan" "10.0.0.1" ]; tags = [ "web" "eu" ]; }; };
                  local = host "local" { deployment.targetHost = null; };
                  db = host "db" {};
                };
                convoy.hosts = {
                  web = { targetHost = "10.9.9.9"; targetPort = 2222; };
                  db = { targetHost = "db.lan"; targetUser = "deploy"; sshOptions = [ "-4" ]; tags = [ "db" ]; buildOnTarget = true;
                         allowLocalDeployment = false; privilegeEscalationCommand = [ "doas" ]; transfer = "cache"; };
                };
                """);

        assertThat(fleet.failures()).isEmpty();
        DeploymentFacts web = facts(fleet, "web");
        assertThat(web.targetHost()).containsExactly("10.0.0.1", "web.lan");
        assertThat(web.targetPort()).hasValue(2222);
        assertThat(web.tags()).containsExactly("eu", "web");
        assertThat(facts(fleet, "local").localOnly()).isTrue();
        DeploymentFacts db = facts(fleet, "db");
        assertThat(db.targetHost()).containsExactly("db.lan");
        assertThat(db.targetUser()).contains("deploy");
        assertThat(db.sshOptions()).contains(List.of("-4"));
        assertThat(db.tags()).containsExactly("db");
        assertThat(db.buildOnTarget()).contains(true);
        assertThat(db.allowLocalDeployment()).contains(false);
        assertThat(db.privilegeEscalationCommand()).contains(List.of("doas"));
        assertThat(db.transfer()).contains(TransferWay.CACHE);
        assertThat(web.transfer()).isEmpty();
    }

    @Test
    void defaultsOfDeclaredOptionsSayNothing() throws Exception {
        Fleet fleet = evaluate("""
                nixosConfigurations.a = host "a" { deployment = { targetUser = "root"; targetPort = 23; own = 1; }; } // {
                  options.deployment = { targetUser.highestPrio = 1500; targetPort.highestPrio = 100; own.highestPrio = 100; };
                };
                """);

        assertThat(facts(fleet, "a").targetUser()).isEmpty();
        assertThat(facts(fleet, "a").targetPort()).hasValue(23);
    }

    @Test
    void slipsInFactsAreNamed() throws Exception {
        Fleet fleet = evaluate("""
                nixosConfigurations = {
                  a = host "a" { deployment.targetHots = "x"; };
                  b = host "b" { deployment.targetPort = "22"; };
                  c = host "c" { deployment.tags = "web"; };
                  d = host "d" { deployment.sshOptions = [ (x: x) ]; };
                  e = host "e" { deployment.targetHost = { a = 1; }; };
                  f = host "f" { deployment = [ ]; };
                  g = host "g" { deployment.targetHost = [ ]; };
                  h = host "h" { deployment.targetHost = [ "a" 1 ]; };
                  i = host "i" { deployment.transfer = "pigeon"; };
                };
                """);

        assertThat(fleet.hosts()).isEmpty();
        assertThat(failure(fleet, "a").code()).isEqualTo("evaluation.deployment-key-unknown");
        assertThat(failure(fleet, "a").hints()).contains("did you mean targetHost?");
        assertThat(failure(fleet, "b").message()).isEqualTo("expected a port number from 1 to 65535, found \"22\"");
        assertThat(failure(fleet, "b").tried()).isEqualTo("reading nixosConfigurations.b.config.deployment.targetPort");
        assertThat(failure(fleet, "c").message()).isEqualTo("expected a list of strings, found \"web\"");
        assertThat(failure(fleet, "d").message()).startsWith("expected a list of strings, found ");
        assertThat(failure(fleet, "e").message()).isEqualTo("expected a string, found a set");
        assertThat(failure(fleet, "f").message()).isEqualTo("expected a set, found []");
        assertThat(failure(fleet, "i").message()).isEqualTo("expected direct or cache, found \"pigeon\"");
        assertThat(failure(fleet, "g").message())
                .isEqualTo("expected a string, or a list of them that is not empty, found []");
        assertThat(failure(fleet, "h").message())
                .isEqualTo("expected a string, or a list of them that is not empty, found [\"a\",1]");
    }

    @Test
    void hostsOfTheConvoyOutputMustExist() {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() ->
                        evaluate("nixosConfigurations.web1 = host \"web1\" {}; convoy.hosts.wbe1.targetHost = \"x\";"))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo("evaluation.convoy-output");
                    assertThat(e.failure().hints()).contains("did you mean web1?");
                });
    }

    @Test
    void noHostsAtAllIsAnError() {
        for (String outputs : List.of("nixosConfigurations = {};", "packages = {};")) {
            assertThatExceptionOfType(EvaluationException.class)
                    .isThrownBy(() -> evaluate(outputs))
                    .satisfies(e -> {
                        assertThat(e.failure().code()).isEqualTo("evaluation.no-hosts");
                        assertThat(e.failure().hints()).isNotEmpty();
                    });
        }
    }

    @Test
    void whatIsNotChosenIsNotTouched() throws Exception {
        OfflineFlake flake = OfflineFlake.in(
                temp.resolve("flake"),
                "nixosConfigurations = { web1 = host \"web1\" {}; bad = throw \"never look at me\"; };");
        FlakeEvaluator evaluator = evaluator(settings());
        Fleet fleet = evaluator.evaluate(
                evaluator.lock(flake.ref()),
                name -> name.value().equals("web1") ? new TagCondition.Always() : new TagCondition.Never());

        assertThat(fleet.failures()).isEmpty();
        assertThat(fleet.hosts().keySet()).extracting(HostName::value).containsExactly("web1");
    }

    @Test
    void tagsAreAskedForBeforeAnySystemIs() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("flake"), """
                nixosConfigurations = {
                  web = host "web" { deployment.tags = [ "web" "eu" ]; };
                  db = { config = { deployment.tags = [ "db" ]; system = throw "db was evaluated"; }; };
                  edge = { config = { system = throw "edge was evaluated"; }; };
                  plain = host "plain" {};
                };
                convoy.hosts = { edge.tags = [ "edge" ]; plain.tags = [ "web" "us" ]; };
                """);
        FlakeEvaluator evaluator = evaluator(settings());
        LockedFlake locked = evaluator.lock(flake.ref());

        assertThat(chosen(evaluator, locked, new TagCondition.HasTag("web"))).containsExactly("plain", "web");
        assertThat(chosen(
                        evaluator,
                        locked,
                        new TagCondition.AllOf(List.of(
                                new TagCondition.HasTag("web"), new TagCondition.Not(new TagCondition.HasTag("eu"))))))
                .containsExactly("plain");
        assertThat(chosen(evaluator, locked, new TagCondition.AnyOf(List.of(new TagCondition.HasTag("eu")))))
                .containsExactly("web");
    }

    @Test
    void theSecondRunOfAnUnchangedFleetStartsNoEvaluator() throws Exception {
        OfflineFlake flake = OfflineFlake.in(
                temp.resolve("flake"),
                "nixosConfigurations = { a = host \"a\" { deployment.tags = [ \"x\" ]; }; b = host \"b\" {}; };");
        Fleet first = evaluate(flake, settings(), ALL);
        assertThat(nix.evaluators()).isNotEmpty();
        nix.forget();

        Fleet second = evaluate(flake, settings(), ALL);

        assertThat(nix.evaluators()).isEmpty();
        assertThat(second.hosts()).isEqualTo(first.hosts());
        assertThat(events).contains(new EvalEvent.HostEvaluated(new HostName("a"), true));
        assertThat(chosen(evaluator(settings()), second.flake(), new TagCondition.HasTag("x")))
                .containsExactly("a");
        assertThat(nix.evaluators()).isEmpty();
    }

    @Test
    void aChangedFlakeIsEvaluatedAgain() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("flake"), "nixosConfigurations.a = host \"a\" {};");
        Fleet first = evaluate(flake, settings(), ALL);
        flake.outputs("nixosConfigurations.a = host \"changed\" {};");

        Fleet second = evaluate(flake, settings(), ALL);

        assertThat(spec(second, "a").toplevel()).isNotEqualTo(spec(first, "a").toplevel());
    }

    @Test
    void aDamagedCacheIsIgnoredAndWrittenAnew() throws Exception {
        OfflineFlake flake = OfflineFlake.in(temp.resolve("flake"), "nixosConfigurations.a = host \"a\" {};");
        evaluate(flake, settings(), ALL);
        try (var files = Files.walk(temp.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "{\"names\":[\"a\"");
            }
        }
        assertThat(evaluate(flake, settings(), ALL).hosts()).hasSize(1);
        nix.forget();
        assertThat(evaluate(flake, settings(), ALL).hosts()).hasSize(1);
        assertThat(nix.evaluators()).isEmpty();
    }

    @Test
    void aDerivationThatWasCollectedIsEvaluatedAgain() throws Exception {
        OfflineFlake flake = OfflineFlake.in(
                temp.resolve("flake"), "nixosConfigurations.a = host \"collected-" + System.nanoTime() + "\" {};");
        Fleet first = evaluate(flake, settings(), ALL);
        String derivation = spec(first, "a").derivation().toString();
        nix.run(dev.convoy.store.machine.Command.of("nix-store", "--delete", derivation));
        assertThat(Path.of(derivation)).doesNotExist();

        evaluate(flake, settings(), ALL);

        assertThat(Path.of(derivation)).exists();
    }

    @Test
    void severalEvaluatorsFindTheSame() throws Exception {
        StringBuilder hosts = new StringBuilder("nixosConfigurations = {");
        for (int i = 10; i < 30; i++) {
            String value = i % 7 == 0 ? "throw \"no\"" : "host \"h" + i + "\" {}";
            hosts.append("h").append(i).append(" = ").append(value).append(";\n");
        }
        OfflineFlake flake = OfflineFlake.in(temp.resolve("flake"), hosts + "};");
        EvaluationSettings three =
                new EvaluationSettings(temp.resolve("cache"), false, false, false, Map.of(), OptionalInt.of(3), 3000);

        Fleet fleet = evaluate(flake, three, ALL);

        assertThat(fleet.hosts()).hasSize(17);
        assertThat(fleet.failures())
                .extracting(failure -> failure.host().value())
                .containsExactly("h14", "h21", "h28");
        assertThat(events).contains(new EvalEvent.Started(20, 3));
    }

    private List<String> chosen(FlakeEvaluator evaluator, LockedFlake flake, TagCondition condition)
            throws InterruptedException {
        Fleet fleet = evaluator.evaluate(flake, name -> condition);
        assertThat(fleet.failures()).isEmpty();
        return fleet.hosts().keySet().stream().map(HostName::value).toList();
    }

    private Fleet evaluate(String outputs) throws InterruptedException {
        return evaluate(outputs, Map.of(), flake -> flake);
    }

    private Fleet evaluate(
            String outputs, Map<String, String> options, java.util.function.UnaryOperator<OfflineFlake> more)
            throws InterruptedException {
        OfflineFlake flake = more.apply(OfflineFlake.in(temp.resolve("flake"), outputs));
        EvaluationSettings settings =
                new EvaluationSettings(temp.resolve("cache"), true, false, false, options, OptionalInt.empty(), 0);
        return evaluate(flake, settings, ALL);
    }

    private Fleet evaluate(OfflineFlake flake, EvaluationSettings settings, HostChoice choice)
            throws InterruptedException {
        FlakeEvaluator evaluator = evaluator(settings);
        return evaluator.evaluate(evaluator.lock(flake.ref()), choice);
    }

    private FlakeEvaluator evaluator(EvaluationSettings settings) {
        return new FlakeEvaluator(nix, settings, events::add);
    }

    private EvaluationSettings settings() {
        return EvaluationSettings.defaults(temp.resolve("cache"));
    }

    private static DeploymentFacts facts(Fleet fleet, String host) {
        assertThat(fleet.failures()).isEmpty();
        return spec(fleet, host).facts();
    }

    private static HostSpec spec(Fleet fleet, String host) {
        return Objects.requireNonNull(fleet.hosts().get(new HostName(host)), host);
    }

    private static EvalFailure failure(Fleet fleet, String host) {
        return fleet.failures().stream()
                .filter(failure -> failure.host().value().equals(host))
                .findFirst()
                .orElseThrow()
                .failure();
    }
}
