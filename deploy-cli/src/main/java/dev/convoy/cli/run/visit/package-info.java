/**
 * Goes to many hosts side by side and does one thing there; nothing is built, copied or activated.
 */
@NullMarked
package dev.convoy.cli.run.visit;

import org.jspecify.annotations.NullMarked;
