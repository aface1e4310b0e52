package dev.convoy.transfer.ssh.system;

import dev.convoy.transfer.ssh.config.HostSettings;
import dev.convoy.transfer.ssh.config.SshSettings;
import dev.convoy.transfer.ssh.config.SshTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line that makes OpenSSH's client log in as convoy would. What is said here comes first and therefore wins over
 * the operator's configuration, which decides all the rest.
 *
 * @param newHosts where a new key may be written to, if one is accepted; known_hosts itself is written by convoy alone
 * @param gate the control socket of the jump host, if there is one
 */
record ClientLine(
        SshTarget target,
        HostSettings host,
        SshSettings settings,
        Path socket,
        Optional<Path> newHosts,
        Optional<Path> gate) {

    List<String> words() {
        List<String> line = new ArrayList<>(List.of("ssh", "-N", "-T"));
        Stream.of(hostKeys(), login(), master(), nothingElse(), liveness())
                .flatMap(List::stream)
                .forEach(option -> line.addAll(List.of("-o", option)));
        gate.ifPresent(path -> line.addAll(List.of("-o", "ProxyCommand=" + through(path))));
        target.port().ifPresent(port -> line.addAll(List.of("-p", Integer.toString(port))));
        target.user().ifPresent(user -> line.addAll(List.of("-l", user)));
        line.addAll(gate.isPresent() ? withoutJump(target.sshOptions()) : target.sshOptions());
        line.addAll(List.of("--", target.address()));
        return line;
    }

    /** As strict as {@code HostKeyPolicy}: only the files decide, for every host and every name of it. */
    private List<String> hostKeys() {
        List<String> options = new ArrayList<>(List.of(
                "StrictHostKeyChecking=" + (newHosts.isPresent() ? "accept-new" : "yes"),
                "UserKnownHostsFile=" + files(Stream.concat(newHosts.stream(), host.userKnownHosts().stream()), "%%"),
                "GlobalKnownHostsFile=" + files(host.globalKnownHosts().stream(), "%"),
                "HashKnownHosts=no",
                "CheckHostIP=no",
                "NoHostAuthenticationForLocalhost=no",
                "VerifyHostKeyDNS=no",
                "UpdateHostKeys=no"));
        if (host.uses("knownhostscommand")) {
            options.add("KnownHostsCommand=none");
        }
        return options;
    }

    private static List<String> login() {
        return List.of("BatchMode=yes", "ConnectionAttempts=1");
    }

    private List<String> master() {
        return List.of(
                "ControlMaster=yes",
                "ControlPath=" + socket.toString().replace("%", "%%"),
                "ControlPersist=no",
                "PermitLocalCommand=yes",
                "LocalCommand=echo " + ControlMaster.READY,
                "LogLevel=DEBUG1");
    }

    private List<String> nothingElse() {
        List<String> options = new ArrayList<>(
                List.of("ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "Tunnel=no", "Compression=no"));
        if (host.uses("forkafterauthentication")) {
            options.add("ForkAfterAuthentication=no");
        }
        return options;
    }

    private List<String> liveness() {
        return List.of(
                "ConnectTimeout=" + seconds(host.connectTimeout().orElse(settings.connectTimeout())),
                "ServerAliveInterval=" + seconds(host.serverAliveInterval().orElse(settings.keepAlive())),
                "ServerAliveCountMax=" + (host.silentIntervals() - 1));
    }

    /** Once more OpenSSH's client, which only passes on to the one that is logged in to the jump host, or fails. */
    private static String through(Path gate) {
        String path = gate.toString().replace("%", "%%");
        return "ssh -F none -o ProxyCommand=false -S '" + path + "' -W '[%h]:%p' jump";
    }

    private static List<String> withoutJump(List<String> options) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).equals("-J")) {
                i++;
            } else if (!options.get(i).startsWith("-J")) {
                kept.add(options.get(i));
            }
        }
        return kept;
    }

    /** @param percent what stands for a percent sign, in options that know tokens and those that do not */
    private static String files(Stream<Path> files, String percent) {
        String all = files.map(file -> "\"" + file.toString().replace("%", percent) + "\"")
                .collect(Collectors.joining(" "));
        return all.isEmpty() ? "none" : all;
    }

    private static long seconds(Duration time) {
        return Math.max(1, time.toSeconds());
    }
}
