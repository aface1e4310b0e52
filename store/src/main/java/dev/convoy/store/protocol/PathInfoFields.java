package dev.convoy.store.protocol;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.RemoteText;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.info.PathInfo;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;

/** The three layouts in which the protocols carry a path info. Registration time and "ultimate" are the receiver's own. */
final class PathInfoFields {
    private PathInfoFields() {}

    /** The answer of serve's QueryPathInfos, from 2.4 on: the size comes before the hash, and twice. */
    static PathInfo readServe(WireReader in, StorePath path) throws IOException {
        Optional<StorePath> deriver = in.optionalPath();
        SortedSet<StorePath> references = in.paths();
        in.u64(); // download size: always the NAR size
        long narSize = in.size();
        String narHash = in.string();
        Optional<String> contentAddress = in.optionalString();
        return info(path, deriver, narHash, narSize, references, in.strings(), contentAddress);
    }

    /** The worker protocol's, from 1.16 on. */
    static PathInfo readWorker(WireReader in, StorePath path) throws IOException {
        Optional<StorePath> deriver = in.optionalPath();
        String narHash = in.string();
        SortedSet<StorePath> references = in.paths();
        in.u64(); // registration time
        long narSize = in.size();
        in.bool(); // ultimate
        SortedSet<String> signatures = in.strings();
        return info(path, deriver, narHash, narSize, references, signatures, in.optionalString());
    }

    /** The beginning of AddToStoreNar, the same in both protocols. */
    static void write(WireWriter out, PathInfo info) throws IOException {
        out.path(info.path());
        out.optionalPath(info.deriver());
        out.string(info.narHash().base16());
        out.paths(info.references());
        out.u64(0); // registration time: the receiver stamps its own clock
        out.u64(info.narSize());
        out.bool(false); // ultimate: built there, which it was not
        out.strings(info.signatures());
        out.string(info.contentAddress().orElse(""));
    }

    private static PathInfo info(
            StorePath path,
            Optional<StorePath> deriver,
            String narHash,
            long narSize,
            SortedSet<StorePath> references,
            SortedSet<String> signatures,
            Optional<String> contentAddress)
            throws ProtocolException {
        if (narSize == 0 || narHash.isEmpty()) {
            throw new ProtocolException(path + " has no recorded NAR size and hash");
        }
        return new PathInfo(path, deriver, hash(narHash), narSize, references, signatures, contentAddress);
    }

    private static NixHash hash(String text) throws ProtocolException {
        try {
            boolean prefixed = text.indexOf(':') >= 0 || text.startsWith("sha256-");
            return prefixed ? NixHash.parse(text) : NixHash.parse(text, NixHash.Algorithm.SHA256);
        } catch (NixFormatException e) {
            throw new ProtocolException("not a hash: \"" + RemoteText.escaped(text) + "\"", e);
        }
    }
}
