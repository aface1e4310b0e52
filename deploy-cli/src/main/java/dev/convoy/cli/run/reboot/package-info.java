/**
 * {@code convoy reboot}: hosts are restarted.
 */
@NullMarked
package dev.convoy.cli.run.reboot;

import org.jspecify.annotations.NullMarked;
