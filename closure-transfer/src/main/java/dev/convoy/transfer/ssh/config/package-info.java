/** What the operator's own OpenSSH configuration says of a host, read with {@code ssh -G}, and what convoy is asked beside it. */
@NullMarked
package dev.convoy.transfer.ssh.config;

import org.jspecify.annotations.NullMarked;
