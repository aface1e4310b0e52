package dev.convoy.cli.run.reach;

import dev.convoy.cli.config.HostEntry;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.HostName;
import dev.convoy.store.machine.Link;
import dev.convoy.transfer.ssh.config.SshTarget;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Finds the way to a host: convoy.yaml first, then the flake, then the host's own name. */
public final class HostRoutes {
    /** What colmena and nixos-rebuild do as well. */
    private static final List<String> SUDO = List.of("sudo", "-H", "--");

    private final SortedMap<HostName, HostEntry> entries;
    private final String ownName;
    private final SshTransport transport;

    /**
     * @param ownName what this machine calls itself
     * @param transport of hosts that say nothing of it
     */
    public HostRoutes(SortedMap<HostName, HostEntry> entries, String ownName, SshTransport transport) {
        this.entries = entries;
        this.ownName = ownName;
        this.transport = transport;
    }

    /** Where the host is reached now, for the operator's own commands. */
    public String address(HostName host, DeploymentFacts facts, Link link) {
        return to(host, facts) instanceof HostRoute.Remote ? link.name() : "localhost";
    }

    /** What is to be said of a host that did not answer where it is looked for first. */
    public Optional<String> detour(HostName host, DeploymentFacts facts, String address) {
        return to(host, facts) instanceof HostRoute.Remote(List<SshTarget> addresses)
                        && !addresses.getFirst().address().equals(address)
                ? Optional.of("answers at " + address + ", not at "
                        + addresses.getFirst().address())
                : Optional.empty();
    }

    public HostRoute to(HostName host, DeploymentFacts facts) {
        Optional<HostEntry> entry = Optional.ofNullable(entries.get(host));
        List<String> configured = entry.flatMap(HostEntry::address).orElse(facts.targetHost());
        if (facts.localOnly() && configured.isEmpty()) {
            return here(host, facts);
        }
        List<String> addresses = configured.isEmpty() ? List.of(host.value()) : configured;
        try {
            return new HostRoute.Remote(addresses.stream()
                    .map(address -> target(address, entry, facts))
                    .toList());
        } catch (IllegalArgumentException e) {
            return nowhere(
                    "route.bad-address", String.valueOf(e.getMessage()), "Mend deployment.targetHost of " + host + ".");
        }
    }

    private SshTarget target(String address, Optional<HostEntry> entry, DeploymentFacts facts) {
        return new SshTarget(
                address,
                entry.map(HostEntry::port)
                        .filter(java.util.OptionalInt::isPresent)
                        .orElse(facts.targetPort()),
                entry.flatMap(HostEntry::user).or(facts::targetUser),
                entry.flatMap(HostEntry::sshOptions).or(facts::sshOptions).orElse(List.of()),
                entry.flatMap(HostEntry::escalation)
                        .or(facts::privilegeEscalationCommand)
                        .orElse(SUDO),
                entry.flatMap(HostEntry::sshTransport).orElse(transport));
    }

    private HostRoute here(HostName host, DeploymentFacts facts) {
        if (!facts.allowLocalDeployment().orElse(false)) {
            return nowhere(
                    "route.local-not-allowed",
                    "its targetHost is null: it is only deployed to by itself, and allowLocalDeployment is not set",
                    "Set deployment.allowLocalDeployment = true and run convoy on " + host
                            + ", or give it a targetHost.");
        }
        if (!host.value().equals(ownName)) {
            return nowhere(
                    "route.not-this-machine",
                    "its targetHost is null, so it is only deployed to by itself; this machine is " + ownName,
                    "Run convoy on " + host + ", or give it a targetHost.");
        }
        return new HostRoute.Here();
    }

    private static HostRoute nowhere(String code, String message, String hint) {
        return new HostRoute.Nowhere(new Failure(code, Phase.OBSERVE, message, List.of(), List.of(hint)));
    }
}
