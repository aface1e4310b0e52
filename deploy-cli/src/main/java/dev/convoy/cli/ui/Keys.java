package dev.convoy.cli.ui;

import dev.convoy.cli.ui.PickerKey.Named;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Reads keys from a terminal, one at a time and without echo, for as long as it is open. */
final class Keys implements AutoCloseable {
    /** An escape that is followed by nothing is the key itself; the rest of an arrow key comes at once. */
    private static final long ESCAPE_MILLIS = 80;

    private static final String ESCAPE = "\u001b";

    private final Terminal terminal;
    private final Attributes before;
    private final BindingReader reader;
    private final KeyMap<PickerKey> keys = new KeyMap<>();

    Keys(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        // Ctrl-C is read like any key, so that what it interrupts is the question and not the program.
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        this.reader = new BindingReader(terminal.reader());
        bind(Named.UP, "\u001b[A", "\u001bOA", capability(Capability.key_up), KeyMap.ctrl('P'));
        bind(Named.DOWN, "\u001b[B", "\u001bOB", capability(Capability.key_down), KeyMap.ctrl('N'));
        bind(Named.PAGE_UP, "\u001b[5~", capability(Capability.key_ppage));
        bind(Named.PAGE_DOWN, "\u001b[6~", capability(Capability.key_npage));
        bind(Named.HOME, "\u001b[H", "\u001bOH", "\u001b[1~", capability(Capability.key_home));
        bind(Named.END, "\u001b[F", "\u001bOF", "\u001b[4~", capability(Capability.key_end));
        bind(Named.ENTER, "\r", "\n");
        bind(Named.ESCAPE, ESCAPE);
        bind(Named.BACKSPACE, KeyMap.del(), KeyMap.ctrl('H'));
        bind(Named.INTERRUPT, KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        var typed = new PickerKey.Typed("");
        keys.bind(typed, KeyMap.range(" -~"));
        keys.setUnicode(typed);
    }

    /** The next key; that the input ended counts as Ctrl-C. Keys without a meaning are passed over. */
    PickerKey next() throws InterruptedException {
        PickerKey key = reader.readBinding(keys);
        if (Thread.interrupted()) {
            throw new InterruptedException("while reading keys");
        }
        if (key == null) {
            return Named.INTERRUPT;
        }
        return switch (key) {
            case Named named -> named;
            case PickerKey.Typed _ -> new PickerKey.Typed(reader.getLastBinding());
        };
    }

    @Override
    public void close() {
        terminal.setAttributes(before);
    }

    private void bind(PickerKey key, String... sequences) {
        for (String sequence : sequences) {
            if (!sequence.isEmpty()) {
                keys.bind(key, sequence);
            }
        }
    }

    private String capability(Capability capability) {
        String sequence = KeyMap.key(terminal, capability);
        return sequence == null ? "" : sequence;
    }
}
