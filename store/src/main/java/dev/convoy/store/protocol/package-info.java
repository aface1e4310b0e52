/**
 * Nix's serve and worker protocols over plain streams: who opens, closes and drains those streams is the caller's business.
 * Streams big things, holds small ones; believes nothing that a peer says about lengths.
 */
@NullMarked
package dev.convoy.store.protocol;

import org.jspecify.annotations.NullMarked;
