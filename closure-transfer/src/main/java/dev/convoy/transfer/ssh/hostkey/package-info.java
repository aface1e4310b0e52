/** Who a host is: known_hosts, host certificates, revoked keys, and the words for a host that is not who it should be. */
@NullMarked
package dev.convoy.transfer.ssh.hostkey;

import org.jspecify.annotations.NullMarked;
