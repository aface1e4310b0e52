package dev.convoy.transfer.ssh.hostkey;

import dev.convoy.transfer.ssh.config.OpenSshConfig;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a host is, whichever of its addresses answers: one host, so what proves it at one address proves it at the others, as
 * if all had the same HostKeyAlias. The key that it has shown in this run comes before what known_hosts has.
 */
public final class HostIdentity {
    private final List<SshTarget> addresses;
    private final OpenSshConfig config;
    private @Nullable Shown shown;

    /** @param addresses all that the host has */
    public HostIdentity(List<SshTarget> addresses, OpenSshConfig config) {
        this.addresses = List.copyOf(addresses);
        this.config = config;
    }

    /** The key that a connection was made with. */
    public record Shown(SshTarget at, HostKey key) {
        /** Where types differ, neither key says anything of the other: a host has one of each. */
        public boolean isRefutedBy(HostKey offered) {
            return key.type().equals(offered.type()) && !key.equals(offered);
        }
    }

    /**
     * What is known of the host, but not by the name of this address.
     *
     * @param shown at another address, in this run
     * @param known what known_hosts has by the names of the other addresses
     */
    public record Elsewhere(Optional<Shown> shown, List<KnownHosts> known) {
        public static final Elsewhere NOTHING = new Elsewhere(Optional.empty(), List.of());

        /** One name's keys refute what no name's keys prove. */
        HostKeyVerdict judge(HostKey offered) {
            List<KnownHost> others = new ArrayList<>();
            boolean proved = false;
            for (KnownHosts names : known) {
                switch (names.judge(offered)) {
                    case HostKeyVerdict.Revoked revoked -> {
                        return revoked;
                    }
                    case HostKeyVerdict.Known _ -> proved = true;
                    case HostKeyVerdict.Changed(List<KnownHost> keys) -> others.addAll(keys);
                    case HostKeyVerdict.Unknown _ -> {}
                }
            }
            if (proved) {
                return new HostKeyVerdict.Known();
            }
            return others.isEmpty() ? new HostKeyVerdict.Unknown() : new HostKeyVerdict.Changed(others);
        }

        /** The key types that the host was seen with, or is known by, best first. */
        List<String> keyTypes() {
            List<String> types = new ArrayList<>();
            shown.ifPresent(its -> types.add(its.key().type()));
            known.forEach(
                    names -> names.keys().forEach(line -> types.add(line.key().type())));
            return types;
        }
    }

    /**
     * @throws IOException where known_hosts cannot be read
     * @throws dev.convoy.transfer.TransferException where ssh refuses its own configuration of another address
     */
    public Elsewhere elsewhere(SshTarget here) throws IOException, InterruptedException {
        if (addresses.size() < 2) {
            return Elsewhere.NOTHING;
        }
        List<KnownHosts> known = new ArrayList<>();
        for (SshTarget other : addresses) {
            if (!other.equals(here)) {
                known.add(KnownHosts.of(config.settingsOf(other)));
            }
        }
        synchronized (this) {
            return new Elsewhere(
                    Optional.ofNullable(shown).filter(its -> !its.at().equals(here)), known);
        }
    }

    /** The first stays: what comes later was held against it. */
    public synchronized void show(SshTarget at, HostKey key) {
        if (shown == null) {
            shown = new Shown(at, key);
        }
    }
}
