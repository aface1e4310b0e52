package dev.convoy.transfer.ssh.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where to connect. What is empty here is left to the operator's own OpenSSH configuration ({@code ssh -G}).
 *
 * @param address a host name, an address, or an alias of ssh_config
 * @param sshOptions extra arguments for {@code ssh}, as colmena's {@code sshOptions}: {@code -o}, {@code -i}, {@code -J}, {@code -F}, {@code -p}…
 * @param escalationCommand prefix that makes a command run as root, such as {@code sudo -H --}
 */
public record SshTarget(
        String address,
        OptionalInt port,
        Optional<String> user,
        List<String> sshOptions,
        List<String> escalationCommand,
        SshTransport transport) {
    public SshTarget {
        sshOptions = List.copyOf(sshOptions);
        escalationCommand = List.copyOf(escalationCommand);
        if (address.isBlank() || address.startsWith("-")) {
            throw new IllegalArgumentException("not an address: \"" + address + "\"");
        }
    }

    public SshTarget(
            String address,
            OptionalInt port,
            Optional<String> user,
            List<String> sshOptions,
            List<String> escalationCommand) {
        this(address, port, user, sshOptions, escalationCommand, SshTransport.AUTO);
    }

    public SshTarget over(SshTransport other) {
        return new SshTarget(address, port, user, sshOptions, escalationCommand, other);
    }
}
