package dev.convoy.cli.ui;

import dev.convoy.cli.report.Columns;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Tone;
import dev.convoy.cli.ui.HostPicker.Choice;
import java.util.ArrayList;
import java.util.List;

/** The picker as it looks: a pure function of its state and the size of the terminal. */
final class PickerFrame {
    /** The title, the filter, the keys, and the cursor's line. */
    private static final int OTHER_LINES = 4;

    private PickerFrame() {}

    static List<Line> render(PickerState state, int width, int height) {
        List<Choice> visible = state.visible();
        int rows = Math.max(1, height - OTHER_LINES);
        int first = Math.clamp(state.cursor() - rows / 2, 0, Math.max(0, visible.size() - rows));
        var lines = new ArrayList<Line>();
        lines.add(title(state, visible.size()));
        if (visible.isEmpty()) {
            lines.add(Line.of("  no host matches", Tone.DIM));
        }
        List<Line> table = table(state, visible, width);
        lines.addAll(table.subList(first, Math.min(table.size(), first + rows)));
        lines.add(foot(state));
        return lines.stream().map(line -> line.stripTrailing().cut(width)).toList();
    }

    private static Line title(PickerState state, int visible) {
        String shown = visible == state.choices().size() ? "" : ", " + visible + " shown";
        return Line.of("Choose hosts", Tone.STRONG)
                .with("  " + state.chosen().size() + " of " + state.choices().size() + " chosen" + shown);
    }

    private static List<Line> table(PickerState state, List<Choice> visible, int width) {
        Columns columns = Columns.withoutHead();
        for (int i = 0; i < visible.size(); i++) {
            Choice choice = visible.get(i);
            boolean here = i == state.cursor();
            boolean chosen = state.chosen().contains(choice.host());
            Tone tone = here ? Tone.STRONG : Tone.PLAIN;
            String host = choice.host().value();
            columns.row(List.of(
                    Line.of(here ? "> " : "  ", Tone.ACTIVE)
                            .with(chosen ? "[x] " : "[ ] ", chosen ? Tone.GOOD : Tone.PLAIN)
                            .with(host, tone),
                    Line.of(choice.address().equals(host) ? "" : choice.address(), Tone.DIM),
                    Line.of(
                            String.join(
                                    " ",
                                    choice.tags().stream().map(tag -> "@" + tag).toList()),
                            Tone.DIM)));
        }
        return columns.lines(width);
    }

    private static Line foot(PickerState state) {
        if (state.typing()) {
            return Line.of("/" + state.filter() + "_", Tone.ACTIVE).with("  enter: keep  esc: clear", Tone.DIM);
        }
        String filter = state.filter().isEmpty() ? "" : "/" + state.filter() + "  ";
        return Line.of(filter, Tone.ACTIVE)
                .with("space: choose  a: all  /: filter  enter: go on  esc: leave", Tone.DIM);
    }
}
