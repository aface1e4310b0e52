/**
 * Machines behind SSH: which transport a host is reached by, its connections, its commands, and how they become root. The
 * packages below are the only ones that know sshj; another module uses what is public here, and {@code SshTarget}, {@code
 * SshTransport}, {@code SshSettings} and {@code SshPrompts}.
 */
@NullMarked
package dev.convoy.transfer.ssh;

import org.jspecify.annotations.NullMarked;
