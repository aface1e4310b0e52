package dev.convoy.cli.ui;

import dev.convoy.cli.ui.HostPicker.Choice;
import dev.convoy.evaluator.HostName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the operator is in choosing hosts. Each key makes a new state; nothing else does.
 *
 * @param cursor the index into {@link #visible}, or 0 when nothing is
 * @param typing whether characters go to the filter
 */
record PickerState(
        List<Choice> choices, Set<HostName> chosen, String filter, boolean typing, int cursor, Progress progress) {
    private static final int PAGE = 10;

    enum Progress {
        CHOOSING,
        DONE,
        LEFT,
        INTERRUPTED
    }

    PickerState {
        choices = List.copyOf(choices);
    }

    static PickerState of(List<Choice> choices) {
        return new PickerState(choices, Set.of(), "", false, 0, Progress.CHOOSING);
    }

    /** Those that the filter lets through: in the name, the address, or a tag. */
    List<Choice> visible() {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return choices.stream()
                .filter(choice -> contains(choice.host().value(), wanted)
                        || contains(choice.address(), wanted)
                        || choice.tags().stream().anyMatch(tag -> contains("@" + tag, wanted)))
                .toList();
    }

    PickerState press(PickerKey key) {
        return switch (key) {
            case PickerKey.Named named -> press(named);
            case PickerKey.Typed(String text) -> typing ? filtered(filter + text) : command(text);
        };
    }

    private PickerState press(PickerKey.Named key) {
        return switch (key) {
            case UP -> moved(cursor - 1);
            case DOWN -> moved(cursor + 1);
            case PAGE_UP -> moved(cursor - PAGE);
            case PAGE_DOWN -> moved(cursor + PAGE);
            case HOME -> moved(0);
            case END -> moved(Integer.MAX_VALUE);
            case ENTER -> typing ? typing(false) : done();
            case ESCAPE ->
                filter.isEmpty() && !typing
                        ? ended(Progress.LEFT)
                        : filtered("").typing(false);
            case BACKSPACE -> typing && !filter.isEmpty() ? filtered(shorter(filter)) : this;
            case INTERRUPT -> ended(Progress.INTERRUPTED);
        };
    }

    private PickerState command(String text) {
        return switch (text) {
            case "k" -> moved(cursor - 1);
            case "j" -> moved(cursor + 1);
            case "g" -> moved(0);
            case "G" -> moved(Integer.MAX_VALUE);
            case " ", "x" -> toggled();
            case "a" -> allToggled();
            case "/" -> typing(true);
            case "q" -> ended(Progress.LEFT);
            default -> this;
        };
    }

    private PickerState moved(int to) {
        int last = Math.max(0, visible().size() - 1);
        return new PickerState(choices, chosen, filter, typing, Math.clamp(to, 0, last), progress);
    }

    private PickerState toggled() {
        List<Choice> visible = visible();
        if (visible.isEmpty()) {
            return this;
        }
        HostName host = visible.get(cursor).host();
        var changed = new LinkedHashSet<>(chosen);
        if (!changed.remove(host)) {
            changed.add(host);
        }
        return choosing(changed);
    }

    /** All that are visible, or none of them when all are chosen already; what the filter hides stays as it is. */
    private PickerState allToggled() {
        List<HostName> visible = visible().stream().map(Choice::host).toList();
        var changed = new LinkedHashSet<>(chosen);
        if (!changed.addAll(visible)) {
            visible.forEach(changed::remove);
        }
        return choosing(changed);
    }

    /** With nothing chosen, the host under the cursor is meant. */
    private PickerState done() {
        if (!chosen.isEmpty()) {
            return ended(Progress.DONE);
        }
        return visible().isEmpty() ? this : toggled().ended(Progress.DONE);
    }

    private PickerState choosing(Set<HostName> hosts) {
        return new PickerState(choices, hosts, filter, typing, cursor, progress);
    }

    private PickerState filtered(String text) {
        return new PickerState(choices, chosen, text, typing, 0, progress);
    }

    private PickerState typing(boolean now) {
        return new PickerState(choices, chosen, filter, now, cursor, progress);
    }

    private PickerState ended(Progress how) {
        return new PickerState(choices, chosen, filter, typing, cursor, how);
    }

    private static boolean contains(String text, String lowerCase) {
        return text.toLowerCase(Locale.ROOT).contains(lowerCase);
    }

    private static String shorter(String text) {
        return text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
}
