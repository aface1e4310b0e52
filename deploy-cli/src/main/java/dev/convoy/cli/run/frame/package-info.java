/**
 * What surrounds every run and every host in it: events, Ctrl-C, questions, limits, failures, and the exit code.
 */
@NullMarked
package dev.convoy.cli.run.frame;

import org.jspecify.annotations.NullMarked;
