package dev.convoy.cli.run.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.FakeFleet;
import dev.convoy.evaluator.TransferWay;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts whose flake says that their systems come from a cache; which one, the operator says. */
class HostCachesTest {
    @TempDir
    private Path directory;

    private FakeFleet fleet;

    @BeforeEach
    void oneOfTwoFetches() throws IOException {
        fleet = new FakeFleet(directory, "db1", "web1");
        fleet.transfer("web1", TransferWay.CACHE);
    }

    @Test
    void theFlakeSaysWhichHostsFetch() {
        fleet.flags.put(Setting.CACHE, "s3://bucket");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.done)
                .contains(
                        "copy db1",
                        "fetch web1",
                        "upload " + FakeFleet.wanted("web1").name() + " to s3://bucket")
                .doesNotContain("copy web1", "fetch db1");
    }

    @Test
    void whatConvoyYamlSaysOfTheHostWins() throws IOException {
        fleet.configure("cache: s3://bucket\nhosts:\n  web1: {transfer: direct}\n  db1: {transfer: cache}\n");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.done).contains("copy web1", "fetch db1");
    }

    @Test
    void aHostThatIsToFetchFromNobodyKnowsWhereIsRefusedAndTheOthersAreDeployed() {
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.HOSTS_FAILED);
        assertThat(fleet.rooms.done).contains("copy db1").doesNotContain("copy web1", "fetch web1");
        assertThat(fleet.err()).contains("[plan.no-cache]", "'cache' in convoy.yaml", "--transfer=direct");
        fleet.flags.put(Setting.TRANSFER, "direct");
        assertThat(fleet.deploy()).as(fleet.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(fleet.rooms.done).contains("copy web1");
    }

    @Test
    void thePlanNamesTheCacheBeforeAnythingIsBuilt() throws Exception {
        fleet.flags.put(Setting.CACHE, "s3://bucket");
        assertThat(fleet.plan())
                .containsOnlyOnce("      copies it to s3://bucket once it is built; the host fetches it");
        assertThat(fleet.planJson()).containsOnlyOnce("copyThrough=s3://bucket");
    }
}
