/** Connections that OpenSSH's own client makes; convoy's channels go through its control socket. */
@NullMarked
package dev.convoy.transfer.ssh.system;

import org.jspecify.annotations.NullMarked;
