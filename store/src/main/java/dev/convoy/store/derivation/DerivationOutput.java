package dev.convoy.store.derivation;

import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.Ingestion;
import dev.convoy.store.path.StorePath;
import java.util.Optional;

/** What is known beforehand of an output of a derivation. Source: libstore/derivations.cc. */
public sealed interface DerivationOutput {
    /** The path follows from the inputs. The ordinary case. */
    record InputAddressed(StorePath storePath) implements DerivationOutput {}

    /** The contents are known, for instance of a download. */
    record Fixed(StorePath storePath, Ingestion ingestion, NixHash hash) implements DerivationOutput {}

    /** The path will follow from the contents. */
    record Floating(Ingestion ingestion, NixHash.Algorithm algorithm) implements DerivationOutput {}

    /** The path will follow from inputs whose own paths are not known yet. */
    record Deferred() implements DerivationOutput {}

    /** Like floating, and built anew each time. */
    record Impure(Ingestion ingestion, NixHash.Algorithm algorithm) implements DerivationOutput {}

    /** Where the output will be, if that is known before it is built. */
    default Optional<StorePath> path() {
        return switch (this) {
            case InputAddressed(StorePath path) -> Optional.of(path);
            case Fixed(StorePath path, Ingestion _, NixHash _) -> Optional.of(path);
            case Floating _, Deferred _, Impure _ -> Optional.empty();
        };
    }
}
