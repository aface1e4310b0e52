/** Machines behind SSH: the operator's OpenSSH settings, host keys, authentication, jump hosts, channels. The only place that knows sshj. */
@NullMarked
package dev.convoy.transfer.ssh;

import org.jspecify.annotations.NullMarked;
