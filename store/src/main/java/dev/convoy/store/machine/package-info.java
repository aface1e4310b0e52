/** The port through which convoy runs commands on a computer, and the local one behind it. */
@NullMarked
package dev.convoy.store.machine;

import org.jspecify.annotations.NullMarked;
