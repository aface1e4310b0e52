package dev.convoy.cli.run.host;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.LiveSwitch;
import dev.convoy.cli.plan.StoredPath;
import dev.convoy.cli.report.Measure;
import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in a system, read from this machine's store or from a host's. */
final class Systems {
    /** Pairs of path and size, line by line; works with every Nix, and needs neither root nor experimental features. */
    private static final String SIZES = "paths=$(nix-store --query --requisites \"$1\") && printf '%s\\n' \"$paths\" &&"
            + " printf '%s\\n' \"$paths\" | xargs nix-store --query --size";

    private Systems() {}

    static List<StoredPath> pathsOf(Closure closure) {
        return closure.paths().stream()
                .map(info -> new StoredPath(info.path(), info.narSize()))
                .toList();
    }

    /** The closure of what a host runs; empty where it cannot say, which costs only a comparison. */
    static Optional<List<StoredPath>> pathsOn(Machine machine, StorePath system) throws InterruptedException {
        Finished answer =
                machine.run(Command.shell("closure", SIZES, system.toString()).within(Duration.ofMinutes(2)));
        List<String> lines = answer.stdout().lines().toList();
        int half = lines.size() / 2;
        if (!answer.isSuccess() || lines.size() != 2 * half) {
            return Optional.empty();
        }
        List<StoredPath> paths = new ArrayList<>(half);
        for (int i = 0; i < half; i++) {
            String size = lines.get(half + i);
            if (!lines.get(i).startsWith(StorePath.STORE_DIR) || !size.matches("[0-9]{1,18}")) {
                return Optional.empty();
            }
            paths.add(new StoredPath(StorePath.parse(lines.get(i)), Long.parseLong(size)));
        }
        return Optional.of(paths);
    }

    /** What a host can promise that boots the system, which is in this machine's store. */
    static String saidOfItsBoot(StorePath system, Duration window) {
        Path module = Path.of(system.toString(), "etc/systemd/system/convoy-boot-confirmation.service");
        return Files.isRegularFile(module)
                ? "its first boot is a trial: unless convoy confirms it within " + Measure.elapsed(window)
                        + " of it (--boot-confirm-timeout), the host restarts into the system before"
                : "the host does not go back by itself from a boot that fails: convoy's NixOS module is not in the system";
    }

    /** As the observation reads them on hosts: links resolved, the parameters as text. */
    static BootFiles bootFilesHere(StorePath system) {
        Path root = Path.of(system.toString());
        return new BootFiles(
                resolved(root.resolve("kernel")),
                resolved(root.resolve("initrd")),
                resolved(root.resolve("kernel-modules")),
                text(root.resolve("kernel-params")),
                text(root.resolve("init-interface-version")),
                LiveSwitch.inhibitors(whole(root.resolve("switch-inhibitors"))));
    }

    private static Optional<String> resolved(Path link) {
        try {
            return Optional.of(link.toRealPath().toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String whole(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.readString(file).lines().findFirst().filter(line -> !line.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
