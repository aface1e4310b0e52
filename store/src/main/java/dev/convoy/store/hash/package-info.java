/** Hashes in the text forms that Nix writes. */
@NullMarked
package dev.convoy.store.hash;

import org.jspecify.annotations.NullMarked;
