package dev.convoy.cli.ui;

/** A key, as far as the picker tells them apart. */
sealed interface PickerKey {
    enum Named implements PickerKey {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        BACKSPACE,
        INTERRUPT
    }

    /** A character; what it does depends on whether a filter is being typed. */
    record Typed(String text) implements PickerKey {}
}
