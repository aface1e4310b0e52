/**
 * Sending a path as what is different from an older one that the host has. The difference is a zstd frame whose dictionary is
 * old paths' NARs; a small shell script unpacks it there. Nix checks the result by its hash like any other path.
 */
@NullMarked
package dev.convoy.transfer.delta;

import org.jspecify.annotations.NullMarked;
