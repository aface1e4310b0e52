package dev.convoy.cli.config;

import dev.convoy.evaluator.TransferWay;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * What convoy.yaml says of one host; what it says replaces what the flake says.
 *
 * @param address one or more, in the order in which they are tried
 * @param offline as {@link Setting#OFFLINE}
 */
public record HostEntry(
        Optional<List<String>> address,
        OptionalInt port,
        Optional<String> user,
        Optional<SortedSet<String>> tags,
        Optional<List<String>> sshOptions,
        Optional<Boolean> buildOnTarget,
        Optional<List<String>> escalation,
        Optional<String> offline,
        Optional<SshTransport> sshTransport,
        Optional<Substitution> substituteOnDestination,
        Optional<TransferWay> transfer,
        Origin.Line origin) {
    /** This entry, and {@code weaker} where this one is silent. */
    HostEntry over(HostEntry weaker) {
        return new HostEntry(
                address.or(weaker::address),
                port.isPresent() ? port : weaker.port,
                user.or(weaker::user),
                tags.or(weaker::tags),
                sshOptions.or(weaker::sshOptions),
                buildOnTarget.or(weaker::buildOnTarget),
                escalation.or(weaker::escalation),
                offline.or(weaker::offline),
                sshTransport.or(weaker::sshTransport),
                substituteOnDestination.or(weaker::substituteOnDestination),
                transfer.or(weaker::transfer),
                origin);
    }
}
