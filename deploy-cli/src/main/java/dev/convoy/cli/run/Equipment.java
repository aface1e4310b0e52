package dev.convoy.cli.run;

import dev.convoy.cli.config.Settings;
import dev.convoy.cli.event.EventLog;

/** What every part of a run works with. */
record Equipment(
        Rooms rooms,
        Settings settings,
        HostRoutes routes,
        Limits limits,
        Interruption interruption,
        EventLog log,
        Bugs bugs) {}
