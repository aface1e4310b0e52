/**
 * One host, from the look at it to its end: prepared, activated, tried, restarted, put back; with hooks, windows and health
 * checks on the way.
 */
@NullMarked
package dev.convoy.cli.run.host;

import org.jspecify.annotations.NullMarked;
