/**
 * {@code convoy resume}: goes on with what a process left that is dead.
 */
@NullMarked
package dev.convoy.cli.run.resume;

import org.jspecify.annotations.NullMarked;
