/**
 * From a flake to a {@link dev.convoy.evaluator.Fleet}, and from derivations to built systems, by driving the installed Nix.
 *
 * <p>The only module that knows Nix's command lines. Never connects to a host, never prints.
 */
@NullMarked
package dev.convoy.evaluator;

import org.jspecify.annotations.NullMarked;
