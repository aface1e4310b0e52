/** What a run will do, host by host, before it does anything. Pure: nothing here reads a host, a store or a clock. */
@NullMarked
package dev.convoy.cli.plan;

import org.jspecify.annotations.NullMarked;
