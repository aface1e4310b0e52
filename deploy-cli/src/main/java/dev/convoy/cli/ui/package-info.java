/** What shows a run to people and programs while it goes on: terminal, plain lines, JSON lines, log files; and what asks. */
@NullMarked
package dev.convoy.cli.ui;

import org.jspecify.annotations.NullMarked;
