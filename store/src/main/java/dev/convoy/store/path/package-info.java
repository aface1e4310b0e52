/** Store paths: valid by construction. */
@NullMarked
package dev.convoy.store.path;

import org.jspecify.annotations.NullMarked;
