/** What happens in a run, as values: one stream that terminal, JSON, log and report all read. */
@NullMarked
package dev.convoy.cli.event;

import org.jspecify.annotations.NullMarked;
