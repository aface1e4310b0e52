/**
 * Whether a host is well: checks from the host itself and from the machine that convoy runs on, each with one of three
 * results, watched for as long as a new system is on trial.
 */
@NullMarked
package dev.convoy.activation.health;

import org.jspecify.annotations.NullMarked;
