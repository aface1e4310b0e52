package dev.convoy.cli.plan;

import dev.convoy.activation.BootFiles;
import dev.convoy.activation.HostState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a new system takes force only at the next boot: what differs from what the host booted. */
public final class RebootNeed {
    private RebootNeed() {}

    /** Such as {@code kernel, initrd}; what one of the two does not say is not guessed at. */
    public static List<String> of(BootFiles booted, BootFiles wanted) {
        List<String> parts = new ArrayList<>();
        add(parts, "kernel", booted.kernel(), wanted.kernel());
        add(parts, "initrd", booted.initrd(), wanted.initrd());
        add(parts, "kernel modules", booted.kernelModules(), wanted.kernelModules());
        add(parts, "kernel parameters", booted.kernelParams(), wanted.kernelParams());
        return parts;
    }

    /** Of what runs there now. */
    public static List<String> of(HostState state) {
        return state.bootedBootFiles()
                .flatMap(booted -> state.runningBootFiles().map(running -> of(booted, running)))
                .orElse(List.of());
    }

    /** What a restart would put in force, in this or in the whole system. */
    public static List<String> ofWhatBoots(HostState state) {
        List<String> needs = new ArrayList<>(of(state));
        if (!state.profile().equals(state.running())) {
            needs.add("the system that boots");
        }
        return needs;
    }

    private static void add(List<String> parts, String name, Optional<String> booted, Optional<String> wanted) {
        if (booted.isPresent() && wanted.isPresent() && !booted.equals(wanted)) {
            parts.add(name);
        }
    }
}
