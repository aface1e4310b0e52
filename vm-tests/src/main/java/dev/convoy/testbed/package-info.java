/**
 * Embedded hosts: machines that convoy can deploy to, each an SSH port of this process in front of namespaces of the kernel.
 * They have a file system, a Nix store, processes and a boot of their own, start in a tenth of a second, and need neither
 * a container engine nor root. They have no systemd: what systemd decides is tested on container hosts.
 */
@NullMarked
package dev.convoy.testbed;

import org.jspecify.annotations.NullMarked;
