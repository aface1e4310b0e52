package dev.convoy.activation.rollout;

import java.util.List;

/** Hosts that have their turn together. Waves are the only barrier between hosts: each is judged before the next begins. */
public record Wave<H extends Comparable<? super H>>(int number, Stage<H> stage, List<H> hosts) {
    public Wave {
        hosts = List.copyOf(hosts);
    }

    /** How many of them may be unsettled at once. */
    public int atOnce() {
        return Math.min(stage.maxParallel().orElse(hosts.size()), hosts.size());
    }
}
