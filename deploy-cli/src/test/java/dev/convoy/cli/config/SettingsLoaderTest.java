package dev.convoy.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    private Path root;

    private Path project;

    @BeforeEach
    void aFlakeAndAHome() throws IOException {
        project = Files.createDirectories(root.resolve("fleet"));
        Files.createFile(project.resolve("flake.nix"));
        Files.createDirectories(root.resolve("home/.config/convoy"));
    }

    @Test
    void flagBeatsVariableBeatsProjectBeatsUserBeatsDefault() throws IOException {
        assertThat(parallel(Map.of(), Map.of())).isEqualTo("16 default");
        user("parallel: 2");
        assertThat(parallel(Map.of(), Map.of()))
                .isEqualTo("2 " + root.resolve("home/.config/convoy/config.yaml") + ":1");
        project("# ours\nparallel: 3");
        assertThat(parallel(Map.of(), Map.of())).isEqualTo("3 " + project.resolve("convoy.yaml") + ":2");
        var variables = Map.of("CONVOY_PARALLEL", "4");
        assertThat(parallel(variables, Map.of())).isEqualTo("4 variable CONVOY_PARALLEL");
        assertThat(parallel(variables, Map.of(Setting.PARALLEL, "5"))).isEqualTo("5 flag --parallel");
    }

    @Test
    void nixOptionsOfAllLayersAddUp() throws IOException {
        user("option: {cores: 1, keep-failed: true}");
        project("option:\n  cores: 2\n  substituters: [https://a, https://b]");
        var settings = load(Map.of(), Map.of(Setting.NIX_OPTIONS, "max-jobs = 3"));
        assertThat(settings.pairs(Setting.NIX_OPTIONS))
                .containsOnly(
                        Map.entry("cores", "2"),
                        Map.entry("keep-failed", "true"),
                        Map.entry("substituters", "https://a https://b"),
                        Map.entry("max-jobs", "3"));
    }

    @Test
    void theFileBesideTheNearestFlakeIsFoundFromBelow() throws IOException {
        project("verbose: true");
        Path below = Files.createDirectories(project.resolve("hosts/web"));
        var settings = new SettingsLoader(Map.of(), below).load(Map.of());
        assertThat(settings.isOn(Setting.VERBOSE)).isTrue();
        assertThat(settings.files()).containsExactly(project.resolve("convoy.yaml"));
    }

    @Test
    void theFlakeThatIsGivenBringsItsOwnFile() throws IOException {
        project("connectTimeout: 2m");
        var settings = new SettingsLoader(Map.of(), root).load(Map.of(Setting.FLAKE, "path:" + project + "?ref=x"));
        assertThat(settings.span(Setting.CONNECT_TIMEOUT)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void hostsOfBothFilesAreMergedFieldByField() throws IOException {
        user("hosts: {web1: {user: me, port: 2222}}");
        project("""
                hosts:
                  web1:
                    address: 10.0.0.1
                    port: 22
                    tags: [web, eu]
                    sshOptions: ["-o", "Compression=no"]
                    buildOnTarget: true
                    escalation: [doas]
                    sshTransport: system
                """);
        var entry = load(Map.of(), Map.of()).hosts().get(new HostName("web1"));
        assertThat(entry).isNotNull();
        assertThat(entry.address()).contains(List.of("10.0.0.1"));
        assertThat(entry.user()).contains("me");
        assertThat(entry.port()).hasValue(22);
        assertThat(entry.tags()).hasValueSatisfying(t -> assertThat(t).containsExactly("eu", "web"));
        assertThat(entry.sshOptions()).contains(List.of("-o", "Compression=no"));
        assertThat(entry.buildOnTarget()).contains(true);
        assertThat(entry.escalation()).contains(List.of("doas"));
        assertThat(entry.sshTransport()).contains(SshTransport.SYSTEM);
    }

    @Test
    void aHostMayHaveSeveralAddresses() throws IOException {
        project("hosts: {web1: {address: [10.0.0.1, web1.lan, 10.0.0.1]}}");
        var entry = load(Map.of(), Map.of()).hosts().get(new HostName("web1"));
        assertThat(entry).isNotNull();
        assertThat(entry.address()).contains(List.of("10.0.0.1", "web1.lan"));
        refuses("hosts:\n  web1:\n    address: []", ":3: address must not be empty");
        refuses("hosts:\n  web1:\n    address: [a, '']", ":3: address must not be empty");
        refuses("hosts:\n  web1:\n    address: {a: b}", ":3: address must be a single value");
    }

    @Test
    void unknownKeysNameTheNearestAndTheLine() throws IOException {
        refuses("verbose: true\nparalel: 3", ":2: unknown key \"paralel\"; did you mean parallel?");
        refuses("hosts:\n  web1:\n    adress: x", ":3: unknown key \"adress\"; did you mean address?");
        refuses("zzz: 1", ":1: unknown key \"zzz\"");
    }

    @Test
    void wrongValuesSayWhatIsWanted() throws IOException {
        refuses("\nparallel: 0", ":2: parallel must be a number from 1, not \"0\"");
        refuses("verbose: yes", ":1: verbose must be true or false, not \"yes\"");
        refuses("progress: loud", ":1: progress must be one of auto, fancy, plain, none, not \"loud\"");
        refuses(
                "hosts: {web1: {sshTransport: dropbear}}",
                ":1: sshTransport must be one of auto, built-in, system, not \"dropbear\"");
        refuses("connectTimeout: soon", ":1: connectTimeout must be a time such as 90, 90s, 5m or 1h, not \"soon\"");
        refuses("parallel: [1]", ":1: parallel must be a single value");
        refuses("hosts:\n  web1:\n    port: 70000", ":3: port must be a number from 1 to 65535, not \"70000\"");
        refuses("hosts:\n  web1:\n    tags: web", ":3: tags must be a list");
        refuses("hosts:\n  a/b: {}", ":2: not a host name: \"a/b\"");
        refuses("- a", ":1: expected settings as key: value");
    }

    @Test
    void rolloutAndHealthAreReadAsStrictlyAsTheRest() throws IOException {
        refuses("rollout:\n  stages:\n    - onn: web1", ":3: unknown key \"onn\"; did you mean on?");
        refuses("rollout: {stages: [{batch: 2}]}", ":1: a stage needs on: the hosts");
        refuses("rollout:\n  stages:\n    - on: web1\n      batch: 0", ":4: batch must be at least 1");
        refuses("rollout: {limits: {unhealty: 1}}", ":1: unknown key \"unhealty\"; did you mean unhealthy?");
        refuses("rollout: {limits: {unhealthy: some}}", ":1: unhealthy must be a number or a percentage");
        refuses("rollout: {budgets: [{on: web1}]}", ":1: a budget needs max: a number of hosts");
        refuses("rollout: {neverRollBack: 'web1 and'}", ":1: neverRollBack \"web1 and\": expected a host");
        refuses("health: {tcp: 80}", ":1: health must be a list");
        refuses("health: [{tcp: 80, http: 'http://a'}]", ":1: a check needs exactly one of units, ignoreUnits, tcp");
        refuses("health:\n  - tcp: 80\n    status: 200", ":3: status is for http checks");
        refuses("health: [{http: 'http://a', body: '('}]", ":1: body must be a regular expression: ");
        refuses("batch: 0%", ":1: batch must be a number from 1, or a percentage such as 25%");
        refuses("onFailure: panic", ":1: onFailure must be one of pause, stop, host, wave, run, not \"panic\"");
    }

    @Test
    void duplicateKeysAndBrokenYamlNameTheLine() throws IOException {
        refuses("parallel: 1\nparallel: 2", ":2: ");
        refuses("parallel: [1", ":");
    }

    @Test
    void variablesWithTypingSlipsAreRefusedAndForeignOnesAreNot() {
        assertThatThrownBy(() -> load(Map.of("CONVOY_PARALEL", "3"), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("variable CONVOY_PARALEL: no such setting; did you mean CONVOY_PARALLEL?");
        assertThat(load(Map.of("CONVOY_JAVA_HOME", "/jdk", "CONVOY_IMAGE_CACHE", "/c"), Map.of())
                        .files())
                .isEmpty();
    }

    private String parallel(Map<String, String> variables, Map<Setting, String> flags) {
        Value value = load(variables, flags).value(Setting.PARALLEL);
        return value.text() + " " + value.origin().describe();
    }

    private Settings load(Map<String, String> variables, Map<Setting, String> flags) {
        var environment = new java.util.HashMap<>(variables);
        environment.put("HOME", root.resolve("home").toString());
        return new SettingsLoader(environment, project).load(flags);
    }

    private void project(String text) throws IOException {
        Files.writeString(project.resolve("convoy.yaml"), text);
    }

    private void user(String text) throws IOException {
        Files.writeString(root.resolve("home/.config/convoy/config.yaml"), text);
    }

    private void refuses(String text, String complaint) throws IOException {
        project(text);
        assertThatThrownBy(() -> load(Map.of(), Map.of()))
                .as(text)
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(project.resolve("convoy.yaml") + complaint);
    }
}
