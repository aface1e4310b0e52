package dev.convoy.cli.run;

import dev.convoy.cli.ui.Prompt;

final class RealRooms {
    private RealRooms() {}
    static Rooms of(Session session, Prompt prompt) { throw new IllegalStateException(); }
}
