/**
 * What a host runs, and changing it: observing, activating through a supervisor on the host, reading what became true,
 * rolling back to a recorded path, the ledger. Knows machines only through the port; never copies, builds or evaluates.
 */
@NullMarked
package dev.convoy.activation;

import org.jspecify.annotations.NullMarked;
