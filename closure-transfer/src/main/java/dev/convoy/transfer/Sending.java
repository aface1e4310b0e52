package dev.convoy.transfer;

import dev.convoy.transfer.pool.SourcePool;
import java.util.List;

/**
 * What all transfers of one run have in common.
 *
 * @param old what paths can be compared with
 * @param limits on the bytes of one host; those of the whole run are in the list of each
 */
record Sending(SourcePool pool, Compression compression, Delta delta, OldPaths old, List<Bandwidth> limits) {}
