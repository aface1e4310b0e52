package dev.convoy.transfer;

import dev.convoy.store.info.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How closures are sent.
 *
 * @param memory how many bytes may wait in memory, for all hosts together
 * @param spillDirectory where compressed paths wait for slow hosts when memory is full
 * @param bandwidth bytes a second for all hosts together
 * @param hostBandwidth bytes a second for each host
 * @param signer signs each path that leaves, for hosts that take nothing from their login user without
 */
public record TransferSettings(
        Compression compression,
        Delta delta,
        long memory,
        Path spillDirectory,
        OptionalLong bandwidth,
        OptionalLong hostBandwidth,
        Optional<SigningKey> signer) {
    public static final long DEFAULT_MEMORY = 256L << 20;

    /** No limits; decides for itself. */
    public static TransferSettings defaults() {
        return new TransferSettings(
                new Compression.Auto(),
                Delta.AUTO,
                DEFAULT_MEMORY,
                Path.of(System.getProperty("java.io.tmpdir")),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    TransferSettings comparing(Delta when) {
        return new TransferSettings(compression, when, memory, spillDirectory, bandwidth, hostBandwidth, signer);
    }

    public TransferSettings signedBy(SigningKey key) {
        return new TransferSettings(
                compression, delta, memory, spillDirectory, bandwidth, hostBandwidth, Optional.of(key));
    }
}
