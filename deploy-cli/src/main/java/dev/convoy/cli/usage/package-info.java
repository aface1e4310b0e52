/** What the operator asked for that cannot be: one exception, and the nearest thing that can. */
@NullMarked
package dev.convoy.cli.usage;

import org.jspecify.annotations.NullMarked;
