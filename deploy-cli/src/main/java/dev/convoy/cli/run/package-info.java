/** What commands do: evaluate, observe, plan, build, copy, activate, host by host on virtual threads. */
@NullMarked
package dev.convoy.cli.run;

import org.jspecify.annotations.NullMarked;
