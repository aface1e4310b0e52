/**
 * The operator's own commands, run before and after the stages of a host's deployment, on the host or on this machine.
 */
@NullMarked
package dev.convoy.activation.hook;

import org.jspecify.annotations.NullMarked;
