/** Which hosts are meant: the language of {@code --on}. */
@NullMarked
package dev.convoy.cli.select;

import org.jspecify.annotations.NullMarked;
