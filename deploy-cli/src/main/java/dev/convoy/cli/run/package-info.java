/**
 * What commands do. Here is only what all of them are given; each command has a room, and the rooms know one another in one
 * direction: {@code reach}, {@code frame}, {@code visit}, {@code look} and {@code host}, {@code rollout}, and above them
 * {@code deploy}, {@code rollback}, {@code reboot}, {@code resume}.
 */
@NullMarked
package dev.convoy.cli.run;

import org.jspecify.annotations.NullMarked;
