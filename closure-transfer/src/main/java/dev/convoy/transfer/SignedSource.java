package dev.convoy.transfer;

import dev.convoy.store.info.PathInfo;
import dev.convoy.store.info.SigningKey;
import dev.convoy.store.protocol.NarSource;
import dev.convoy.store.protocol.NarSourceException;
import dev.convoy.transfer.pool.SourcePool;
import java.util.Optional;

/** This computer's paths, each signed when it is about to leave: once, for all hosts, and only what is sent at all. */
record SignedSource(LocalSource local, Optional<SigningKey> signer) implements SourcePool.Source {
    @Override
    public NarSource open(PathInfo info) throws NarSourceException {
        return local.open(info);
    }

    @Override
    public PathInfo told(PathInfo info) {
        return signer.map(key -> key.signed(info)).orElse(info);
    }
}
