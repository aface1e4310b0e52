/** Who we are to a host: keys in files and in the agent, certificates, passwords. */
@NullMarked
package dev.convoy.transfer.ssh.login;

import org.jspecify.annotations.NullMarked;
