package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.info.PathInfo;
import dev.convoy.transfer.pool.Encoding;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanyTest {
    private final PathInfo glibc = ScheduleTest.path("glibc", 30 << 20);
    private final PathInfo own = ScheduleTest.path("own", 20 << 20);
    private final PathInfo large = ScheduleTest.path("large", 90 << 20);
    private final Company company = new Company();

    @Test
    void threeHostsThatAreSentMostlyTheSameAreCompany() {
        company.join(List.of(glibc));
        company.join(List.of(glibc, large));
        assertThat(company.shares(List.of(glibc))).isFalse();
        company.join(List.of(glibc, own));
        assertThat(company.shares(List.of(glibc, own))).isTrue();
        assertThat(company.shares(List.of(glibc, large))).isFalse();
    }

    @Test
    void theFirstSaysForAllHowTightlyToPackUntilAllAreDone() {
        Route three = new Route(new Encoding.Zstd(3), 0);
        Route one = new Route(new Encoding.Zstd(1), 0);
        Route tight = new Route(new Encoding.Zstd(9), 0);
        company.join(List.of(glibc));
        assertThat(company.agree(tight)).isEqualTo(tight);
        assertThat(company.agree(one)).isEqualTo(one);
        assertThat(company.agree(three)).isEqualTo(one);
        assertThat(company.agree(tight)).isEqualTo(tight);
        assertThat(company.agree(new Route(Encoding.RAW, 2))).isEqualTo(new Route(Encoding.RAW, 2));
        company.leave(List.of(glibc));
        assertThat(company.agree(three)).isEqualTo(three);
    }

    @Test
    void whoIsDoneIsNoCompany() {
        for (int host = 0; host < 3; host++) {
            company.join(List.of(glibc));
        }
        company.leave(List.of(glibc));
        assertThat(company.shares(List.of(glibc))).isFalse();
        assertThat(company.shares(List.of())).isFalse();
    }
}
