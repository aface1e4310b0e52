/**
 * A deployment from the flake to the report, and its plan.
 */
@NullMarked
package dev.convoy.cli.run.deploy;

import org.jspecify.annotations.NullMarked;
