/**
 * The hosts of one run: waves, limits, what happens when too many fail, hosts that come late, and hosts that an earlier process
 * began.
 */
@NullMarked
package dev.convoy.cli.run.rollout;

import org.jspecify.annotations.NullMarked;
