/** Connections that convoy makes itself, with sshj: wire, algorithms, handshake, signs of life. */
@NullMarked
package dev.convoy.transfer.ssh.builtin;

import org.jspecify.annotations.NullMarked;
