package dev.convoy.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.report.Line;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    private static final StorePath OLD = States.system('a', "web1", "25.05");
    private static final StorePath NEW = States.system('b', "web1", "25.11");

    private static final DeploymentPlan PLAN = new DeploymentPlan(
            Goal.SWITCH,
            List.of(
                    new HostPlan(
                            new HostName("db1"),
                            Optional.empty(),
                            Optional.empty(),
                            new HostPlan.Step.Refused(List.of(
                                    failure("transfer.unreachable", "no connection"),
                                    failure("plan.disk-too-small", "the store needs 2 GiB")))),
                    new HostPlan(
                            new HostName("edge"),
                            Optional.of(OLD),
                            Optional.of(States.running(OLD)),
                            new HostPlan.Step.Unchanged()),
                    new HostPlan(
                            new HostName("web1"),
                            Optional.of(NEW),
                            Optional.of(States.running(OLD)),
                            new HostPlan.Step.Change(
                                    false,
                                    Optional.of(new PackageDiff(
                                            List.of(
                                                    new PackageChange("htop", List.of("3.3"), List.of(), 2048, 0),
                                                    new PackageChange(
                                                            "nginx", List.of("1.26.1"), List.of("1.26.2"), 0, 4096),
                                                    new PackageChange("redis", List.of(), List.of("7.2"), 0, 1024)),
                                            3,
                                            3072)),
                                    Optional.of(new CopyPlan(12, 34 << 20, 8, 30 << 20)),
                                    Optional.empty(),
                                    List.of("kernel"),
                                    HostPlan.Restart.NO,
                                    List.of("failed before this run: a.service")))),
            RolloutPlan.atOnce(List.of(new HostName("web1"))),
            HouseRules.NONE,
            Optional.of(new BuildPlan(List.of(NEW), List.of(OLD), 1 << 20, 2 << 20)));

    @Test
    void showsEverythingThatWillHappen() {
        assertThat(PlanText.of(PLAN, false).stream().map(Line::plain))
                .containsExactly(
                        "db1   no connection [transfer.unreachable]",
                        "      do something",
                        "      the store needs 2 GiB [plan.disk-too-small]",
                        "      do something",
                        "edge  unchanged  nixos-system-web1-25.05 (aaaaaaa)",
                        "web1  switch  25.05 (aaaaaaa) -> 25.11 (bbbbbbb)",
                        "      - htop 3.3  -2.0 KiB",
                        "      ~ nginx 1.26.1 -> 1.26.2  +4.0 KiB",
                        "      + redis 7.2  +1.0 KiB",
                        "      3 packages rebuilt in the same version",
                        "      copies 12 paths, 34 MiB; of that, the host may fetch up to 8 paths, 30 MiB, from its own caches",
                        "      a reboot is needed for: kernel",
                        "      warning: failed before this run: a.service",
                        "",
                        "To build: 1 derivation",
                        "To fetch: 1 path, 1.0 MiB (2.0 MiB unpacked)",
                        "What is not built yet cannot be compared: packages and bytes are known after it is.",
                        "1 host to switch, 1 unchanged, 1 cannot be deployed");
    }

    @Test
    void theJsonSaysTheSame() {
        assertThat(PlanJson.of(PLAN).toString())
                .contains("{v=1, goal=switch, hosts=[{host=db1, step=refused, problems=[{code=transfer.unreachable")
                .contains("{host=edge, address=192.0.2.7, running=" + OLD + ", wanted=" + OLD + ", step=unchanged}")
                .contains("copyPaths=12, copyBytes=" + (34 << 20) + ", fetchablePaths=8, fetchableBytes=" + (30 << 20)
                        + ", rebootFor=[kernel], restart=no")
                .contains("downloadBytes=1048576");
    }

    private static Failure failure(String code, String message) {
        return new Failure(code, Phase.PLAN, message, List.of(), List.of("do something"));
    }
}
