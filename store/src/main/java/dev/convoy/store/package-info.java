/**
 * Nix values and wire formats, and the port through which convoy runs commands on any computer.
 *
 * <p>Nothing here reads a flake, opens an SSH connection, prints, or knows a host by its fleet name. No third-party code
 * at run time.
 */
@NullMarked
package dev.convoy.store;

import org.jspecify.annotations.NullMarked;
