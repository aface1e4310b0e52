package dev.convoy.evaluator;

import dev.convoy.store.path.StorePath;

/**
 * One host as evaluated.
 *
 * @param system the platform that its toplevel is built for, such as x86_64-linux
 */
public record HostSpec(
        HostName name, HostKind kind, DeploymentFacts facts, String system, StorePath derivation, StorePath toplevel) {}
