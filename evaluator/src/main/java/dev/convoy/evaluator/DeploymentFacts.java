package dev.convoy.evaluator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * What the flake says about deploying a host; empty means that it says nothing. Names are colmena's {@code deployment.*}.
 *
 * @param targetHost the addresses at which it may answer, in the order in which they are tried
 * @param localOnly {@code targetHost = null}: this host is only ever deployed to by itself
 */
public record DeploymentFacts(
        List<String> targetHost,
        boolean localOnly,
        OptionalInt targetPort,
        Optional<String> targetUser,
        Optional<List<String>> sshOptions,
        SortedSet<String> tags,
        Optional<Boolean> buildOnTarget,
        Optional<Boolean> allowLocalDeployment,
        Optional<List<String>> privilegeEscalationCommand,
        Optional<Boolean> substituteOnDestination,
        Optional<TransferWay> transfer) {}
