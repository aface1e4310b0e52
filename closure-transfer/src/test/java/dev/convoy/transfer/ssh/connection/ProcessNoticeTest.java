package dev.convoy.transfer.ssh.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessNoticeTest {
    private final ProcessNotice notice = new ProcessNotice("MARK");

    @Test
    void takesTheNoticeOut() {
        assertThat(strip("MARK 42\nhello")).isEqualTo("hello");
        assertThat(notice.process()).isCompletedWithValue(42L);
        assertThat(notice.isComplete()).isTrue();
    }

    @Test
    void waitsForTheWholeNotice() {
        assertThat(strip("MA")).isEmpty();
        assertThat(strip("RK 4")).isEmpty();
        assertThat(notice.process()).isNotDone();
        assertThat(strip("2\n")).isEmpty();
        assertThat(notice.process()).isCompletedWithValue(42L);
    }

    @Test
    void keepsWhatALoginShellSaysBefore() {
        assertThat(strip("stty: not a tty\nno newline MARK 42\nerror\n"))
                .isEqualTo("stty: not a tty\nno newline error\n");
    }

    @Test
    void givesEverythingBackWhereNoNoticeCame() {
        assertThat(strip("This account is not available.\n")).isEmpty();
        assertThat(new String(notice.rest(), StandardCharsets.UTF_8)).isEqualTo("This account is not available.\n");
        assertThat(notice.process()).isCompletedWithValue(0L);
    }

    @Test
    void doesNotHoldAFloodBack() {
        assertThat(strip("x".repeat(70_000))).hasSize(70_000);
        assertThat(notice.isComplete()).isTrue();
    }

    private String strip(String bytes) {
        return new String(notice.strip(bytes.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
