package dev.convoy.testbed.bench;

import dev.convoy.testbed.ContainerHost;
import dev.convoy.testbed.ContainerHost.Suite;
import dev.convoy.testbed.ContainerNetwork;
import dev.convoy.testbed.Line;
import dev.convoy.testbed.SshEntry;
import dev.convoy.testbed.SshFiles;
import dev.convoy.testbed.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The hosts of a case and the lines to them. Their stores are in memory, so that no disk is measured. */
final class Targets implements AutoCloseable {
    private final ContainerNetwork network = ContainerNetwork.create();
    private final List<ContainerHost> hosts = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final SshFiles files;

    private Targets(SshFiles files) {
        this.files = files;
    }

    static Targets boot(BenchCase the, Suite suite, Path folder) throws IOException {
        var targets = new Targets(SshFiles.in(folder.resolve("ssh")));
        List<SshEntry> entries = new ArrayList<>();
        Wire there = the.megabits() > 0 ? Wire.ofMegabits(the.megabits()) : Wire.unlimited();
        Wire back = the.megabits() > 0 ? Wire.ofMegabits(the.megabits()) : Wire.unlimited();
        try {
            for (String name : the.hostNames()) {
                ContainerHost host = ContainerHost.bootWithNixOf("4g", name, suite, targets.network, targets.files);
                targets.hosts.add(host);
                SshEntry entry = host.sshEntry("root");
                if (the.hasLines()) {
                    Line line = new Line(new InetSocketAddress(host.address(), 22));
                    targets.lines.add(line);
                    line.delay(the.rtt().dividedBy(2));
                    line.wires(there, back);
                    entry = new SshEntry(name, "127.0.0.1", line.port(), "root", entry.knownKey());
                }
                entries.add(entry);
            }
            targets.files.write(entries);
            return targets;
        } catch (IOException | RuntimeException e) {
            targets.close();
            throw e;
        }
    }

    Path sshConfig() {
        return files.config();
    }

    /** Takes from the stores whatever no root holds, unfinished paths included. */
    void clean() throws IOException, InterruptedException {
        everywhere("nix-store --gc > /dev/null 2>&1 && echo done", "done");
    }

    /** What is there now is the system that they run, and stays. */
    void runs(List<String> systems) throws IOException, InterruptedException {
        for (int i = 0; i < hosts.size(); i++) {
            String system = systems.get(i);
            hosts.get(i)
                    .console("ln -sfn " + system + " /run/current-system; mkdir -p /nix/var/nix/profiles;"
                            + " nix-env -p /nix/var/nix/profiles/system --set " + system);
        }
    }

    /** Waits until the hosts have taken in what an ended program had sent them. */
    void settle() throws IOException, InterruptedException {
        everywhere(
                "while grep -qs -e '[-]-serve' -e '[-]-stdio' /proc/[0-9]*/cmdline; do sleep 0.05; done; echo done",
                "done");
    }

    /** How many of the paths the first host lacks. */
    long missing(List<String> paths) {
        return Long.parseLong(hosts.getFirst()
                .console("nix-store --check-validity --print-invalid " + String.join(" ", paths) + " | wc -l"));
    }

    void assertHave(List<String> systems) {
        for (int i = 0; i < hosts.size(); i++) {
            String answer = hosts.get(i).console("nix-store --check-validity " + systems.get(i) + " && echo valid");
            if (!answer.equals("valid")) {
                throw new IllegalStateException("h" + (i + 1) + " has not got it: " + answer);
            }
        }
    }

    /** Bytes that came to the hosts since they booted. */
    long received() {
        return hosts.stream()
                .mapToLong(host -> Long.parseLong(host.console("cat /sys/class/net/eth0/statistics/rx_bytes")))
                .sum();
    }

    /** The same without asking the hosts, while a copy runs. */
    long carried() {
        return lines.stream().mapToLong(Line::bytesToHost).sum();
    }

    private void everywhere(String command, String answer) throws IOException, InterruptedException {
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ContainerHost host : hosts) {
                Callable<String> ask = () -> host.console(command);
                answers.add(each.submit(ask));
            }
        }
        for (Future<String> one : answers) {
            if (!one.resultNow().equals(answer)) {
                throw new IOException(command + ": " + one.resultNow());
            }
        }
    }

    @Override
    public void close() {
        for (Line line : lines) {
            try {
                line.close();
            } catch (IOException e) {
                // Nobody listens on it any more.
            }
        }
        hosts.forEach(ContainerHost::close);
        network.close();
    }
}
