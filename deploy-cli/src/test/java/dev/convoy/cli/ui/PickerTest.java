package dev.convoy.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.report.Line;
import dev.convoy.cli.ui.HostPicker.Choice;
import dev.convoy.cli.ui.PickerKey.Named;
import dev.convoy.cli.ui.PickerState.Progress;
import dev.convoy.evaluator.HostName;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PickerTest {
    private static final List<Choice> FLEET = List.of(
            choice("db1", "10.0.0.5", "db", "fra"),
            choice("web1", "web1", "web"),
            choice("web2", "web2", "web", "fra"));

    @Nested
    class TheState {
        @Test
        void spaceChoosesAndUnchooses() {
            assertThat(chosen(press(" j "))).containsExactly("db1", "web1");
            assertThat(chosen(press("  "))).isEmpty();
        }

        @Test
        void theCursorStaysInTheList() {
            assertThat(press("kkk").cursor()).isZero();
            assertThat(press("jjjjjj").cursor()).isEqualTo(2);
            assertThat(press("").press(Named.PAGE_DOWN).press(Named.UP).cursor())
                    .isEqualTo(1);
        }

        @Test
        void aTakesAllAndThenNone() {
            assertThat(chosen(press("a"))).containsExactly("db1", "web1", "web2");
            assertThat(chosen(press("aa"))).isEmpty();
        }

        @Test
        void aTakesWhatTheFilterShowsAndLeavesTheRest() {
            PickerState state = press(" /@web").press(Named.ENTER);
            assertThat(chosen(press(state, "a"))).containsExactly("db1", "web1", "web2");
            assertThat(chosen(press(state, "aa"))).containsExactly("db1");
        }

        @Test
        void theFilterLooksAtNamesAddressesAndTags() {
            assertThat(shown(press("/WEB"))).containsExactly("web1", "web2");
            assertThat(shown(press("/10.0"))).containsExactly("db1");
            assertThat(shown(press("/@fra"))).containsExactly("db1", "web2");
            assertThat(shown(press("/nothing"))).isEmpty();
        }

        @Test
        void lettersAreTextWhileAFilterIsTyped() {
            PickerState state = press("/jkaq ");
            assertThat(state.filter()).isEqualTo("jkaq ");
            assertThat(state.progress()).isEqualTo(Progress.CHOOSING);
            assertThat(state.press(Named.BACKSPACE).filter()).isEqualTo("jkaq");
        }

        @Test
        void escapeClearsTheFilterFirstAndThenLeaves() {
            PickerState state = press("/web").press(Named.ESCAPE);
            assertThat(state.filter()).isEmpty();
            assertThat(state.progress()).isEqualTo(Progress.CHOOSING);
            assertThat(state.press(Named.ESCAPE).progress()).isEqualTo(Progress.LEFT);
            assertThat(press("q").progress()).isEqualTo(Progress.LEFT);
        }

        @Test
        void enterTakesWhatIsChosenOrElseTheHostUnderTheCursor() {
            assertThat(chosen(press("j").press(Named.ENTER))).containsExactly("web1");
            PickerState state = press(" j").press(Named.ENTER);
            assertThat(chosen(state)).containsExactly("db1");
            assertThat(state.progress()).isEqualTo(Progress.DONE);
        }

        @Test
        void enterTakesNothingWhereNothingIsShown() {
            PickerState state = press("/nothing").press(Named.ENTER).press(Named.ENTER);
            assertThat(state.progress()).isEqualTo(Progress.CHOOSING);
        }

        @Test
        void controlCInterruptsAlsoWhileAFilterIsTyped() {
            assertThat(press("/we").press(Named.INTERRUPT).progress()).isEqualTo(Progress.INTERRUPTED);
        }
    }

    @Nested
    class TheFrame {
        @Test
        void showsNamesAddressesAndTags() {
            check(press(" j"), 80, 24, """
                    Choose hosts  1 of 3 chosen
                      [x] db1   10.0.0.5  @db @fra
                    > [ ] web1            @web
                      [ ] web2            @fra @web
                    space: choose  a: all  /: filter  enter: go on  esc: leave
                    """);
        }

        @Test
        void showsTheFilterWhileItIsTyped() {
            check(press("/web"), 80, 24, """
                    Choose hosts  0 of 3 chosen, 2 shown
                    > [ ] web1    @web
                      [ ] web2    @fra @web
                    /web_  enter: keep  esc: clear
                    """);
        }

        @Test
        void scrollsWithTheCursor() {
            PickerState state = PickerState.of(IntStream.rangeClosed(1, 200)
                    .mapToObj(i -> choice("web" + i, "web" + i))
                    .toList());
            check(state.press(Named.PAGE_DOWN).press(Named.PAGE_DOWN), 30, 9, """
                    Choose hosts  0 of 200 chosen
                      [ ] web19
                      [ ] web20
                    > [ ] web21
                      [ ] web22
                      [ ] web23
                    space: choose  a: all  /: fil…
                    """);
            check(state.press(Named.END), 30, 6, """
                    Choose hosts  0 of 200 chosen
                      [ ] web199
                    > [ ] web200
                    space: choose  a: all  /: fil…
                    """);
        }

        @Test
        void saysWhenNothingMatches() {
            check(press("/x"), 80, 24, """
                    Choose hosts  0 of 3 chosen, 0 shown
                      no host matches
                    /x_  enter: keep  esc: clear
                    """);
        }
    }

    private static void check(PickerState state, int width, int height, String expected) {
        List<Line> frame = PickerFrame.render(state, width, height);
        assertThat(String.join("\n", frame.stream().map(Line::plain).toList()) + "\n")
                .isEqualTo(expected);
    }

    private static PickerState press(String keys) {
        return press(PickerState.of(FLEET), keys);
    }

    private static PickerState press(PickerState start, String keys) {
        PickerState state = start;
        for (int i = 0; i < keys.length(); i++) {
            state = state.press(new PickerKey.Typed(keys.substring(i, i + 1)));
        }
        return state;
    }

    private static List<String> chosen(PickerState state) {
        return state.choices().stream()
                .map(Choice::host)
                .filter(state.chosen()::contains)
                .map(HostName::value)
                .toList();
    }

    private static List<String> shown(PickerState state) {
        return state.visible().stream().map(choice -> choice.host().value()).toList();
    }

    private static Choice choice(String host, String address, String... tags) {
        return new Choice(new HostName(host), new TreeSet<>(List.of(tags)), address);
    }
}
