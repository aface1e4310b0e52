package dev.convoy.testbed;

import dev.convoy.testbed.ContainerHost.Suite;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A container host whose {@code switch-to-configuration}, that of the systems of a {@link FaultFleet}, a test can tell how to
 * behave. What it is told outlives a reboot, except for a hold.
 */
final class FaultHost implements AutoCloseable {
    /** A deployment, with a confirmation, a time limit and a revert, fits into it several times, on a busy machine too. */
    private static final int PATIENCE_SECONDS = 180;

    /** What ssh_config calls the host's other address. */
    static final String MOVED = FaultFleet.HOST + "-moved";

    /** The folders that are filled when a disk is. */
    private static final String SMALL = "/var/lib/convoy /nix/var/nix/profiles /nix/var/nix/gcroots /boot";

    private final ContainerHost host;

    private FaultHost(ContainerHost host) {
        this.host = host;
    }

    static FaultHost boot(String name, Suite suite, ContainerNetwork network, SshFiles files) {
        var host = new FaultHost(ContainerHost.boot(name, suite, network, files));
        host.host.console("""
                mkdir -m 700 /var/lib/behaviour
                echo "ip address replace $(ip -o -4 address show eth0 | awk '{ print $4 }') dev eth0" > /etc/uplink
                ip route show default | sed 's/^/ip route replace /' >> /etc/uplink
                { echo ip address flush dev eth0; sed 's/%s/%s/' /etc/uplink; } > /etc/other-uplink
                """.formatted(host.host.address(), host.otherAddress()));
        for (String program : List.of("sync", "date")) {
            host.host.put("/usr/local/sbin/" + program, program + ".sh");
        }
        return host;
    }

    /** In the same network, and nobody else's. */
    String otherAddress() {
        int dot = host.address().lastIndexOf('.');
        return host.address().substring(0, dot + 1)
                + (Integer.parseInt(host.address().substring(dot + 1)) + 100);
    }

    ContainerHost machine() {
        return host;
    }

    String console(String commandLine) {
        return host.console(commandLine);
    }

    /** @param action release and action of a system, such as {@code 1.1-test} */
    void behave(String action, String script) {
        write("/var/lib/behaviour/" + action, script + "\n");
    }

    /** From now on the system stands still there, until {@link #release} or a reboot. */
    void hold(String action) {
        console("touch /run/hold-" + action);
        behave(action, """
                if [ -e /run/hold-%1$s ]; then
                    touch /run/held-%1$s
                    while [ -e /run/hold-%1$s ]; do sleep 0.05; done
                fi""".formatted(action));
    }

    void awaitHeld(String action) {
        await("[ -e /run/held-" + action + " ]");
    }

    /** From now on a supervisor that has put the state on the disk stands still. */
    void holdInState(String state) {
        console("touch /run/hold-" + state);
    }

    /** Where convoy, the profiles and the boot loader keep what they write: apart from all else, so that it can be filled. */
    void mountSmallDisk() {
        console("""
                set -e
                mkdir -p /small /var/lib/convoy
                mount -t tmpfs -o mode=755,size=2m tmpfs /small
                for folder in %s; do
                    mkdir -p "/small$folder" && cp -a "$folder/." "/small$folder/" && mount --bind "/small$folder" "$folder"
                done
                chmod 700 /small/var/lib/convoy""".formatted(SMALL));
    }

    void fillSmallDisk() {
        console("cat /dev/zero > /small/filler");
    }

    void emptySmallDisk() {
        console("rm -f /small/filler");
    }

    /** @param to such as {@code 1 year ago} */
    void setClock(String to) {
        console("echo '" + to + "' > /run/clock-set-by");
    }

    /** Whatever stands still goes on. */
    void release() {
        console("rm -f /run/hold-*");
    }

    /** Takes back all that it was told. */
    void behaveAsUsual() {
        release();
        console("rm -f /var/lib/behaviour/*");
    }

    /** Waits until a shell condition holds on the host. */
    void await(String condition) {
        String last = console(
                "timeout %d sh -c 'until %s; do sleep 0.2; done' && echo met".formatted(PATIENCE_SECONDS, condition));
        if (!last.endsWith("met")) {
            throw new AssertionError("not within %d s: %s\n%s".formatted(PATIENCE_SECONDS, condition, report()));
        }
    }

    /** As {@link #await}, of a host that may be restarting. */
    void awaitAcrossBoots(String condition) {
        Awaitility.await(condition)
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS * 2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> console(condition + " && systemctl is-active ssh.service && echo met")
                        .endsWith("met"));
    }

    /** For assertion messages: what the host says of its runs. */
    String report() {
        return console(
                "tail -n 30 /var/lib/convoy/runs/*/log; head /var/lib/convoy/runs/*/state; ls -l /run/current-system");
    }

    /** The toplevel runs and boots as if nobody had ever deployed to the host; every program behaves as usual again. */
    void reset(String toplevel) {
        host.heal();
        String said = console("""
                rm -rf /var/lib/behaviour/* /run/hold-* /run/held-* /run/clock-set-by
                ip address flush to %2$s
                systemctl --quiet stop 'convoy-*'
                systemctl --quiet reset-failed 'convoy-*'
                if [ -d /small ]; then umount %3$s /small; rmdir /small; fi
                rm -rf /var/lib/convoy /nix/var/nix/gcroots/convoy /nix/var/nix/profiles/system*
                nix-env -p /nix/var/nix/profiles/system --set %1$s
                ln -sfn %1$s /run/booted-system
                %1$s/bin/switch-to-configuration switch > /run/reset.log 2>&1 && echo reset || cat /run/reset.log
                """.formatted(toplevel, otherAddress(), SMALL));
        if (!said.endsWith("reset")) {
            throw new AssertionError("the host could not be put back: " + said);
        }
    }

    /** What runs and boots is no system of anybody's that is known. */
    void forget() {
        console("rm -rf /run/current-system /run/booted-system /nix/var/nix/profiles/system* /boot/loader /etc/static");
    }

    @Override
    public void close() {
        host.close();
    }

    private void write(String path, String text) {
        console("cat > '%s' << 'END OF TEXT'\n%sEND OF TEXT".formatted(path, text));
    }
}
