/**
 * Where all hosts of a run get their bytes from. Each store path is read, checked and, where wanted, compressed once, however
 * many hosts need it, in bounded memory; a fast host never waits for a slow one. Knows nothing of hosts and connections.
 */
@NullMarked
package dev.convoy.transfer.pool;

import org.jspecify.annotations.NullMarked;
