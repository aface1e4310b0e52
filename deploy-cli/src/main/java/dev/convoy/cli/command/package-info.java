/** The command line: which commands there are, what they take, and how usage errors read. */
@NullMarked
package dev.convoy.cli.command;

import org.jspecify.annotations.NullMarked;
