/**
 * What runs did, on this machine's disk: written before it is done, read back by {@code history}, {@code resume} and
 * {@code rollback --run}.
 */
@NullMarked
package dev.convoy.cli.journal;

import org.jspecify.annotations.NullMarked;
