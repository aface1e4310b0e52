package dev.convoy.activation;

import dev.convoy.store.machine.Command;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link TestHost} as it boots: what its boot loader names comes into force, and with it convoy's module, if it is in it. */
record BootedHost(TestHost host) {
    private static final Path MODULE = Path.of("nix");
    private static final String UNIT = "convoy-boot-confirmation.service";

    /** From now on the system has convoy's NixOS module. */
    BootedHost withModuleIn(StorePath system) throws IOException {
        host.write(
                "nix/store/" + system.baseName() + "/etc/systemd/system/" + UNIT,
                Files.readString(MODULE.resolve(UNIT)));
        return this;
    }

    /** The power goes, and what the boot loader names boots. */
    void boot() throws IOException, InterruptedException {
        boot(StorePath.parse(host.read("nix/boot-default").strip()));
    }

    /** The power goes, and somebody chooses what boots. */
    void boot(StorePath system) throws IOException, InterruptedException {
        host.powerCut();
        for (String link : new String[] {"run/current-system", "run/booted-system"}) {
            Files.delete(host.path(link));
            Files.createSymbolicLink(host.path(link), Path.of(system.toString()));
        }
        boolean hasModule = Files.exists(host.path("nix/store/" + system.baseName() + "/etc/systemd/system/" + UNIT));
        // The condition of the unit.
        if (hasModule && Files.exists(host.path("var/lib/convoy/boot-trial"))) {
            startModule();
        }
    }

    void startModule() throws IOException, InterruptedException {
        String script = Files.readString(MODULE.resolve("boot-confirmation.sh"));
        String detached = "setsid /bin/sh -c \"$1\" </dev/null >/dev/null 2>&1 &";
        host.run(Command.shell("boot", detached, script).within(Duration.ofSeconds(30)));
    }
}
