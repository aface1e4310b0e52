package dev.convoy.activation.rollout;

import java.util.Set;

/**
 * Of these hosts, at most so many may be unsettled at once, whatever stages they are in.
 *
 * @param name for messages, such as {@code @etcd}
 * @param max at least 1
 */
public record Budget<H>(String name, Set<H> hosts, int max) {
    public Budget {
        hosts = Set.copyOf(hosts);
        if (max < 1) {
            throw new IllegalArgumentException("a budget lets at least one host go on, not " + max);
        }
    }
}
