/** What the store knows of a path, closures in the order in which they must be sent, and who signed what. */
@NullMarked
package dev.convoy.store.info;

import org.jspecify.annotations.NullMarked;
