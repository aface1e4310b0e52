package dev.convoy.store.protocol;

import dev.convoy.store.RemoteText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What both sides agreed on, and what the daemon said of itself. */
record WorkerHandshake(int version, Optional<String> nixVersion, Trust trust) {
    private static final int CLIENT_MAGIC = 0x6e697863;
    private static final int DAEMON_MAGIC = 0x6478696f;

    /**
     * 1.35 has all that convoy needs (frames, structured errors, trust), is taken by every daemon from Nix 2.0 on, is the
     * number on which Lix insists, and needs no exchange of features: the whole greeting goes in one flight.
     */
    static final int DECLARED = 0x123;
    /** Nix 2.1, as in the serve protocol. */
    private static final int OLDEST = 0x115;
    /** From here on both sides list their features. Convoy has none: Determinate's "provenance" would change path infos. */
    private static final int WITH_FEATURES = 0x126;

    static WorkerHandshake shake(WireReader in, WireWriter out, int declared) throws IOException {
        out.u64(CLIENT_MAGIC);
        out.u64(declared);
        if (declared < WITH_FEATURES) {
            finishGreeting(out);
        }
        out.flush();
        int version = negotiate(in, declared);
        if (declared >= WITH_FEATURES) {
            if (version >= WITH_FEATURES) {
                out.strings(List.of());
                out.flush();
                in.strings();
            }
            finishGreeting(out);
            out.flush();
        }
        Optional<String> nixVersion =
                version >= 0x121 ? Optional.of(RemoteText.escaped(in.string())) : Optional.empty();
        return new WorkerHandshake(version, nixVersion, version >= 0x123 ? trust(in) : Trust.UNKNOWN);
    }

    private static void finishGreeting(WireWriter out) throws IOException {
        out.u64(0); // no CPU affinity
        out.u64(0); // no reserved space
    }

    private static int negotiate(WireReader in, int declared) throws IOException {
        long magic = in.u64();
        if (magic != DAEMON_MAGIC) {
            throw new ProtocolException("expected the greeting of nix-daemon, got \"" + in.quote(magic) + "\"");
        }
        int daemon = in.integer();
        if (daemon >> 8 != 1 || daemon < OLDEST) {
            throw new ProtocolException("nix-daemon speaks %d.%d; 1.21 (Nix 2.1) is the oldest that can be used"
                    .formatted(daemon >> 8, daemon & 0xff));
        }
        return Math.min(declared, daemon);
    }

    private static Trust trust(WireReader in) throws IOException {
        return switch (in.integer()) {
            case 1 -> Trust.TRUSTED;
            case 2 -> Trust.NOT_TRUSTED;
            default -> Trust.UNKNOWN;
        };
    }
}
