package dev.convoy.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void alignsByDisplayWidth() {
        check(Columns.of("HOST", "RUNS").row("日本", "a").row("web1", "b"), 80, """
                HOST  RUNS
                日本  a
                web1  b""");
    }

    @Test
    void cutsTheWidestColumnFirst() {
        check(Columns.of("HOST", "RUNS", "STATE").row("web1", "nixos-system-web1-25.05.20250601", "running"), 32, """
                HOST  RUNS               STATE
                web1  nixos-system-web…  running""");
    }

    @Test
    void rowsMayBeShort() {
        check(Columns.withoutHead().row("a").row("bbb", "c"), 80, """
                a
                bbb  c""");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        List<Line> lines = Columns.of("A", "B", "C", "D")
                .row("x".repeat(30), "y".repeat(30), "z".repeat(30), "w".repeat(30))
                .lines(20);
        assertThat(lines).allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(20));
    }

    private static void check(Columns columns, int width, String expected) {
        assertThat(String.join(
                        "\n", columns.lines(width).stream().map(Line::plain).toList()))
                .isEqualTo(expected);
    }
}
