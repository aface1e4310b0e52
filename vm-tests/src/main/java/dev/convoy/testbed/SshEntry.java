package dev.convoy.testbed;

/**
 * How a test host is reached.
 *
 * @param name what the operator calls it
 * @param knownKey type and key, as a line of known_hosts has them; empty where it has none
 */
public record SshEntry(String name, String address, int port, String user, String knownKey) {}
