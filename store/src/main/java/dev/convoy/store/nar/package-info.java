/**
 * NAR, the format in which Nix hashes and sends file trees: {@code nix-archive-1} in the manual's "Nix Archive (NAR) format".
 *
 * <p>Everything streams: neither a file nor an archive is ever in memory as a whole.
 */
@NullMarked
package dev.convoy.store.nar;

import org.jspecify.annotations.NullMarked;
