package dev.convoy.testbed;

import static java.util.Objects.requireNonNull;

import dev.convoy.testbed.ContainerHost.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Container hosts of one fleet, every other one with the oldest Nix, the rest with the newest. */
final class SystemdFleet implements AutoCloseable {
    /** More that boot at once only make each other wait. */
    private static final int BOOT_AT_ONCE = 3;

    private final ContainerNetwork network = ContainerNetwork.create();
    private final SshFiles files;
    private final SortedMap<String, ContainerHost> hosts = Collections.synchronizedSortedMap(new TreeMap<>());

    private SystemdFleet(SshFiles files) {
        this.files = files;
    }

    static SystemdFleet boot(Path folder, List<String> names)
            throws IOException, InterruptedException, ExecutionException {
        var fleet = new SystemdFleet(SshFiles.in(folder));
        try (var some = Executors.newFixedThreadPool(BOOT_AT_ONCE)) {
            List<Callable<ContainerHost>> boots = names.stream()
                    .<Callable<ContainerHost>>map(name -> () -> fleet.add(name, names.indexOf(name)))
                    .toList();
            for (Future<ContainerHost> boot : some.invokeAll(boots)) {
                boot.get();
            }
            fleet.files.write(fleet.hosts.values().stream()
                    .map(host -> host.sshEntry("root"))
                    .toList());
            return fleet;
        } catch (IOException | InterruptedException | ExecutionException | RuntimeException | Error e) {
            fleet.close();
            throw e;
        }
    }

    private ContainerHost add(String name, int number) {
        Suite suite = number % 2 == 0 ? Suite.NIX_2_8 : Suite.NIX_2_34;
        ContainerHost host = ContainerHost.boot(name, suite, network, files);
        hosts.put(name, host);
        return host;
    }

    SshFiles files() {
        return files;
    }

    ContainerHost host(String name) {
        return requireNonNull(hosts.get(name), name);
    }

    /**
     * What is true on a host, read on its console.
     *
     * @param made all that a run may make: generations, roots, and the last line of the ledger for each
     */
    record Truth(String runs, String profile, String boots, String lock, List<String> made) {
        boolean isAll(String toplevel) {
            return List.of(runs, profile, boots).equals(List.of(toplevel, toplevel, toplevel)) && isFree();
        }

        boolean isFree() {
            return lock.equals("free");
        }
    }

    Truth truth(String name) {
        List<String> lines = host(name).console("""
                        readlink -f /run/current-system
                        readlink -f /nix/var/nix/profiles/system
                        cat /boot/loader/convoy-default
                        if [ -e /var/lib/convoy/lock ]; then echo held; else echo free; fi
                        ls /nix/var/nix/profiles
                        ls /nix/var/nix/gcroots/convoy 2> /dev/null
                        cat /var/lib/convoy/ledger
                        """).lines().toList();
        return new Truth(lines.get(0), lines.get(1), lines.get(2), lines.get(3), lines.subList(4, lines.size()));
    }

    /** Of all hosts, by name. */
    SortedMap<String, Truth> truths() {
        var truths = new TreeMap<String, Truth>();
        hosts.keySet().forEach(name -> truths.put(name, truth(name)));
        return truths;
    }

    @Override
    public void close() {
        hosts.values().forEach(ContainerHost::close);
        network.close();
    }
}
