package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.convoy.testbed.ContainerHost.Suite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A container host whose programs a test can tell how to behave: {@code switch-to-configuration} of the systems of a
 * {@link FaultFleet}, and the programs of {@link #STOOD_IN_FOR}. What they are told outlives a reboot, except for a hold.
 */
final class FaultHost implements AutoCloseable {
    static final List<String> STOOD_IN_FOR = List.of("nix-env", "systemd-run", "sync", "date");

    /** A confirmation, a time limit and a revert fit into it several times. */
    private static final int PATIENCE_SECONDS = 60;

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
                """);
        for (String program : STOOD_IN_FOR) {
            host.write("/usr/local/bin/" + program, standIn());
            host.host.console("chmod 755 /usr/local/bin/" + program);
        }
        return host;
    }

    ContainerHost machine() {
        return host;
    }

    String console(String commandLine) {
        return host.console(commandLine);
    }

    /** @param program one that is stood in for, or release and action of a system, such as {@code 1.1-test} */
    void behave(String program, String script) {
        write("/var/lib/behaviour/" + program, script + "\n");
    }

    /** From now on the program stands still when it is called, until {@link #release} or a reboot. */
    void hold(String program) {
        hold(program, "true");
    }

    /** @param when a shell condition on the program's arguments */
    void hold(String program, String when) {
        console("touch /run/hold-" + program);
        behave(program, """
                if [ -e /run/hold-%1$s ] && %2$s; then
                    touch /run/held-%1$s
                    while [ -e /run/hold-%1$s ]; do sleep 0.05; done
                fi""".formatted(program, when));
    }

    void awaitHeld(String program) {
        await("[ -e /run/held-" + program + " ]");
    }

    /** Whatever stands still goes on. */
    void release() {
        console("rm -f /run/hold-*");
    }

    /** Takes back all that programs were told, and gives the disk room again. */
    void behaveAsUsual() {
        release();
        console("rm -f /var/lib/behaviour/* /var/lib/convoy/filler");
    }

    /** Waits until nothing of convoy runs any more, nor will run by itself. */
    void awaitQuiet() {
        await(
                "! pgrep -f '[/]var/lib/convoy/runs/' > /dev/null && [ -z \"$(systemctl list-units --no-legend 'convoy-*')\" ]");
    }

    /** Waits until a shell condition holds on the host. */
    void await(String condition) {
        String last = console(
                "timeout %d sh -c 'until %s; do sleep 0.05; done' && echo met".formatted(PATIENCE_SECONDS, condition));
        if (!last.endsWith("met")) {
            throw new AssertionError("not within %d s: %s\n%s".formatted(PATIENCE_SECONDS, condition, report()));
        }
    }

    /** The release that it runs. */
    String runs() {
        return FaultFleet.version(console("readlink -f /run/current-system"));
    }

    /** What was decided of the last run: a word, and why. */
    String decision() {
        return console("cat /var/lib/convoy/runs/$(cat /var/lib/convoy/last)/decision");
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
                rm -rf /var/lib/behaviour/* /run/hold-* /run/held-*
                systemctl --quiet stop 'convoy-*'
                ! mountpoint -q /var/lib/convoy || umount /var/lib/convoy
                systemctl --quiet reset-failed 'convoy-*'
                rm -rf /var/lib/convoy /nix/var/nix/gcroots/convoy /nix/var/nix/profiles/system*
                /usr/bin/nix-env -p /nix/var/nix/profiles/system --set %1$s
                ln -sfn %1$s /run/booted-system
                %1$s/bin/switch-to-configuration switch > /run/reset.log 2>&1 && echo reset || cat /run/reset.log
                """.formatted(toplevel));
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

    private static String standIn() {
        try (InputStream in = requireNonNull(FaultHost.class.getResourceAsStream("stand-in.sh"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
