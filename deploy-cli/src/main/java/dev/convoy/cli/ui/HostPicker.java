package dev.convoy.cli.ui;

import dev.convoy.evaluator.HostName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedSet;

/** Lets the operator choose hosts from a list ({@code -i}). */
public final class HostPicker {
    private final boolean color;

    /** A host that can be chosen, with what it is found by. */
    public record Choice(HostName host, SortedSet<String> tags, String address) {}

    public HostPicker(boolean color) {
        this.color = color;
    }

    /**
     * Asks. Empty when the operator left without choosing.
     *
     * @throws NoTerminalException where there is no terminal that can show a list
     * @throws InterruptedException on Ctrl-C
     */
    public Optional<SequencedSet<HostName>> pick(List<Choice> choices) throws InterruptedException {
        PickerState state = PickerState.of(choices);
        try (Screen screen = Screen.open(color)
                        .orElseThrow(
                                () -> new NoTerminalException(
                                        "hosts cannot be picked here, where stdin and stderr are no terminal; name them with --on"));
                Keys keys = screen.keys()) {
            while (state.progress() == PickerState.Progress.CHOOSING) {
                screen.show(PickerFrame.render(state, screen.width(), screen.height()));
                state = state.press(keys.next());
            }
        }
        return switch (state.progress()) {
            case DONE -> Optional.of(inOrder(state));
            case CHOOSING, LEFT -> Optional.empty();
            case INTERRUPTED -> throw new InterruptedException("Ctrl-C while choosing hosts");
        };
    }

    private static SequencedSet<HostName> inOrder(PickerState state) {
        var hosts = new LinkedHashSet<HostName>();
        state.choices().stream()
                .map(Choice::host)
                .filter(state.chosen()::contains)
                .forEach(hosts::add);
        return hosts;
    }
}
