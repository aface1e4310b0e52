/**
 * How a run reaches what it works on: the other modules behind one port, the routes to hosts, and the secrets for the way.
 */
@NullMarked
package dev.convoy.cli.run.reach;

import org.jspecify.annotations.NullMarked;
