/**
 * {@code convoy rollback}: hosts go back to what they ran before.
 */
@NullMarked
package dev.convoy.cli.run.rollback;

import org.jspecify.annotations.NullMarked;
