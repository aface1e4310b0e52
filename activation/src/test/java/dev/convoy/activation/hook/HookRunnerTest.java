package dev.convoy.activation.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.LocalMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The script as it is, in a real shell. */
class HookRunnerTest {
    private final LocalMachine machine = new LocalMachine();

    @AfterEach
    void leave() {
        machine.close();
    }

    @Test
    void aHookReadsItsContextAndNothingOfItStays() throws InterruptedException {
        HookEnd end =
                run("echo \"$CONVOY_HOST $CONVOY_CONTEXT $(cat \"$CONVOY_CONTEXT\")\"; stat -c %a \"$CONVOY_CONTEXT\"");
        assertThat(end.problem()).isEmpty();
        assertThat(end.said()).hasSize(2);
        String[] words = end.said().getFirst().split(" ", -1);
        assertThat(words[0]).isEqualTo("web1");
        assertThat(words[2]).isEqualTo("{\"host\":\"web1\"}");
        assertThat(end.said().getLast()).isEqualTo("600");
        assertThat(Files.exists(Path.of(words[1]))).isFalse();
    }

    @Test
    void howItEndedIsTold() throws InterruptedException {
        HookEnd end = run("echo no such pool >&2; exit 3");
        assertThat(end.problem()).hasValueSatisfying(why -> assertThat(why).contains("3"));
        assertThat(end.said()).containsExactly("no such pool");
    }

    @Test
    void oneThatHangsIsEnded() throws InterruptedException {
        HookEnd end = run("sleep 600");
        assertThat(end.problem()).isPresent();
    }

    @Test
    void oneThatReadsItsInputFindsNone() throws InterruptedException {
        assertThat(run("cat").problem()).isEmpty();
    }

    private HookEnd run(String script) throws InterruptedException {
        var hook = new Hook("it", Hook.Moment.BEFORE, Hook.Stage.COPY, Hook.Site.HERE, script, Duration.ofSeconds(3));
        return HookRunner.run(machine, hook, Map.of("CONVOY_HOST", "web1"), "{\"host\":\"web1\"}");
    }
}
