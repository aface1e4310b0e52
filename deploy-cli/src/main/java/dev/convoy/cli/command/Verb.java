package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.run.Session;

/** A subcommand, with its own options filled in. */
interface Verb {
    ExitCode run(Session session) throws InterruptedException;
}
