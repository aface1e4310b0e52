package dev.convoy.cli.ui;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How a run is to be shown.
 *
 * @param color whether text for people may be coloured
 * @param json whether the events go to {@code out} as JSON lines
 * @param out for results and JSON
 * @param err for people
 * @param logDirectory where each run gets a directory of log files
 * @param clock its zone is the one that times are shown in
 * @param verbose whether plain output holds every log line too
 */
public record UiSettings(
        ProgressStyle progress,
        boolean color,
        boolean json,
        PrintStream out,
        PrintStream err,
        Path logDirectory,
        Clock clock,
        boolean verbose) {}
