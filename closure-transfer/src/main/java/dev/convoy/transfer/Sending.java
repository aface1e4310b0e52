package dev.convoy.transfer;

import dev.convoy.store.info.PublicKey;
import dev.convoy.transfer.pool.SourcePool;
import java.util.List;
import java.util.Optional;

/**
 * What all transfers of one run have in common.
 *
 * @param old what paths can be compared with
 * @param company hosts that are sent the same
 * @param signer the key that signs what is sent
 * @param limits on the bytes of one host; those of the whole run are in the list of each
 */
record Sending(
        SourcePool pool,
        Compression compression,
        Delta delta,
        OldPaths old,
        Company company,
        List<Bandwidth> limits,
        Optional<PublicKey> signer) {}
