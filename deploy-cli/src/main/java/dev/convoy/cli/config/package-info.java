/** What the operator prefers, and where each preference came from: flags, variables, files, defaults. */
@NullMarked
package dev.convoy.cli.config;

import org.jspecify.annotations.NullMarked;
