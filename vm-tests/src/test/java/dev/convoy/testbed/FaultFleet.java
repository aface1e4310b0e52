package dev.convoy.testbed;

import dev.convoy.testbed.ConvoyProgram.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Releases of one host of the example, a flake each, that are evaluated once. Their {@code switch-to-configuration} asks a
 * {@link FaultHost} how to behave when it begins ({@code 1.1-test}) and when it ends ({@code 1.1-test-end}).
 */
final class FaultFleet {
    static final String HOST = "web1";
    static final String OLD = "1.0";
    static final String NEW = "1.1";

    private static final String SSHD = "/usr/sbin/sshd -D";

    /** Commands that a {@link FaultHost} has for its own address, and for another one. */
    private static final String UPLINK = ". /etc/uplink";

    private static final String OTHER_UPLINK = ". /etc/other-uplink";

    private static final String ASK = """
            self=@out@
            behaviour=/var/lib/behaviour/${self##*-}-$goal%s
            if [ -r "$behaviour" ]; then . "$behaviour"; fi
            """;

    /** The unit as convoy's NixOS module has it. What boots these hosts' systems comes after systemd, unlike a NixOS's. */
    private static final String BOOT_CONFIRMATION = """
            "convoy-boot-confirmation.service" =
                (import ./nix/boot-confirmation.nix).systemd.units."convoy-boot-confirmation.service".text
                + "[Unit]\nAfter=booted-system.service\n";
            """;

    private final Path folder;
    private final boolean confirmsBoots;
    private final Map<String, Path> releases = new TreeMap<>();

    private FaultFleet(Path folder, boolean confirmsBoots) {
        this.folder = folder;
        this.confirmsBoots = confirmsBoots;
    }

    /** With releases {@link #OLD} and {@link #NEW}. */
    static FaultFleet in(Path folder) throws IOException, InterruptedException {
        return new FaultFleet(folder, false).release(OLD).release(NEW);
    }

    /** The same, with what convoy's NixOS module adds to a system. */
    static FaultFleet withBootConfirmation(Path folder) throws IOException, InterruptedException {
        return new FaultFleet(folder, true).release(OLD).release(NEW);
    }

    FaultFleet release(String version) throws IOException, InterruptedException {
        return release(version, SSHD, UPLINK, "", "");
    }

    /** A release whose sshd does not start. */
    FaultFleet releaseWithoutSshd(String version) throws IOException, InterruptedException {
        return release(version, SSHD + " -p none", UPLINK, "", "");
    }

    /** A release whose network has no address. */
    FaultFleet releaseWithoutAddress(String version) throws IOException, InterruptedException {
        return release(version, SSHD, "ip address flush dev eth0", "", "");
    }

    /** A release that takes the host to {@link FaultHost#MOVED}, and says that it may answer there. */
    FaultFleet releaseThatMoves(String version) throws IOException, InterruptedException {
        String addresses = "deployment.targetHost = [ \"%s\" \"%s\" ];".formatted(HOST, FaultHost.MOVED);
        return release(version, SSHD, OTHER_UPLINK, "", addresses);
    }

    /** @param units more of them, as attributes of mkHost's {@code units} */
    FaultFleet releaseWith(String units, String version) throws IOException, InterruptedException {
        return release(version, SSHD, UPLINK, units, "");
    }

    private FaultFleet release(String version, String sshd, String uplink, String units, String more)
            throws IOException, InterruptedException {
        ExampleFleet fleet = ExampleFleet.in(folder.resolve(version));
        Path program = fleet.folder().resolve("switch-to-configuration.sh");
        String text = Files.readString(program);
        String begin = "\n[ \"$(id -u)\" = 0 ]";
        String end = "\nexit $status\n";
        if (!text.contains(begin) || !text.endsWith(end)) {
            throw new IllegalStateException("the example's switch-to-configuration.sh is not as expected");
        }
        Files.writeString(
                program,
                text.replace(begin, "\n" + ASK.formatted("") + begin.substring(1))
                        .replace(end, "\n" + ASK.formatted("-end") + end.substring(1)));
        if (confirmsBoots) {
            copyModule(Files.createDirectories(fleet.folder().resolve("nix")));
        }
        fleet.release(version);
        // The way in is a part of the system, as it is of a NixOS.
        fleet.host(HOST, """
                { units = {
                    "ssh.service" = "[Service]\\nExecStart=%s\\nKillMode=process\\nRuntimeDirectory=sshd\\n";
                    "uplink.service" = "[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c '%s'\\n";
                    %s
                }; %s }
                """.formatted(sshd, uplink, units + (confirmsBoots ? BOOT_CONFIRMATION : ""), more));
        fleet.commit();
        releases.put(version, fleet.folder());
        return this;
    }

    private static void copyModule(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Repository.root().resolve("activation/nix"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    String flake(String version) {
        Path flake = releases.get(version);
        if (flake == null) {
            throw new IllegalArgumentException("no release " + version);
        }
        return flake.toString();
    }

    static String toplevelEnd(String version) {
        return "-nixos-system-" + HOST + "-" + version;
    }

    /** The release that a toplevel is of; what is none of them stays what it is. */
    static String version(String toplevel) {
        String end = toplevelEnd("");
        int at = toplevel.lastIndexOf(end);
        return at < 0 ? toplevel : toplevel.substring(at + end.length());
    }
}
