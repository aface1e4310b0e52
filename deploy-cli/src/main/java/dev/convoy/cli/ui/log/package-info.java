/** Where what libraries log goes: to the events of the run, and no further. SLF4J finds it by {@code META-INF/services}. */
@NullMarked
package dev.convoy.cli.ui.log;

import org.jspecify.annotations.NullMarked;
