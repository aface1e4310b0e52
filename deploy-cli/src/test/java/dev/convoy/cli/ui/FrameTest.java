package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Marks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares whole frames of a {@link FakeRun} with those in {@code src/test/resources/frames}. */
class FrameTest {
    @ParameterizedTest
    @CsvSource({
        "4, 2, 80, 24", // evaluation goes on
        "4, 5, 80, 24", // builds go on
        "12, 11, 80, 24", // every host has a row
        "12, 11, 40, 10", // a small window
        "200, 23, 80, 24", // more hosts than rows
        "200, 23, 200, 50",
        "500, 60, 80, 24",
    })
    void showsTheRun(int hosts, int second, int width, int height) throws IOException {
        List<Line> frame = frame(hosts, second, width, height, Marks.UNICODE);
        assertThat(String.join("\n", frame.stream().map(Line::plain).toList()) + "\n")
                .isEqualTo(expected("%d-hosts-at-%ds-%dx%d.txt".formatted(hosts, second, width, height)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "10, 3", "20, 5", "40, 10", "80, 24", "300, 100"})
    void fitsEveryTerminalAtAllTimes(int width, int height) {
        for (int second = 0; second < 60; second += 7) {
            List<Line> frame = frame(200, second, width, height, Marks.ASCII);
            assertThat(frame.size()).isBetween(1, Math.max(1, height - 2));
            assertThat(frame).allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(width));
        }
    }

    private static List<Line> frame(int hosts, int second, int width, int height, Marks marks) {
        var run = new FakeRun(hosts);
        var view = new FleetView();
        var now = Duration.ofSeconds(second);
        run.between(Duration.ZERO, now).forEach(view::accept);
        return Frame.render(view, width, height, FakeRun.START.plus(now), marks);
    }

    private static String expected(String name) throws IOException {
        try (InputStream in = FrameTest.class.getResourceAsStream("/frames/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
