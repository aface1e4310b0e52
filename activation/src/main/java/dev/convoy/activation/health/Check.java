package dev.convoy.activation.health;

/**
 * One check of a host.
 *
 * @param name for reports, such as {@code http http://web1/healthz}
 */
public record Check(String name, Probe probe, Timing timing) {}
