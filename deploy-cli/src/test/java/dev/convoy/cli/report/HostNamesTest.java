package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.evaluator.HostName;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HostNamesTest {
    @Test
    void neighboursThatCountUpBecomeARange() {
        check("db1, web1 to web3, web5", "db1", "web1", "web2", "web3", "web5");
        check("web09 to web11", "web09", "web10", "web11");
    }

    @Test
    void pairsAndStrangersStayAsTheyAre() {
        check("web1, web2, edge", "web1", "web2", "edge");
        check("a1, b2, c3", "a1", "b2", "c3");
    }

    private static void check(String expected, String... hosts) {
        assertThat(String.join(
                        ", ",
                        HostNames.of(Arrays.stream(hosts).map(HostName::new).toList())))
                .isEqualTo(expected);
    }
}
