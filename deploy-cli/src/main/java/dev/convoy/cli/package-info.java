/** Everything that the operator sees: commands, configuration, plan, run, terminal, report. Nothing depends on it. */
@NullMarked
package dev.convoy.cli;

import org.jspecify.annotations.NullMarked;
