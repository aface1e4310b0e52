/**
 * Commands that only read: what runs on hosts, what ran there, and what earlier runs did.
 */
@NullMarked
package dev.convoy.cli.run.look;

import org.jspecify.annotations.NullMarked;
