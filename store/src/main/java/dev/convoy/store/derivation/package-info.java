/** Derivations: what Nix builds, as the store keeps it. */
@NullMarked
package dev.convoy.store.derivation;

import org.jspecify.annotations.NullMarked;
