/** A connection that is logged in, and the channels in it, whoever brought it about. */
@NullMarked
package dev.convoy.transfer.ssh.connection;

import org.jspecify.annotations.NullMarked;
