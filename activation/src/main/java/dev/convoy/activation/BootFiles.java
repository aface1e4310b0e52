package dev.convoy.activation;

import java.util.Map;
import java.util.Optional;

/**
 * What of a system only a reboot changes: the resolved kernel, initrd, kernel modules, and kernel parameters; and what keeps
 * switch-to-configuration from a live switch.
 *
 * @param initInterface the version that init and the switch agree on
 * @param inhibitors critical components by name, as the system's {@code switch-inhibitors} tells them
 */
public record BootFiles(
        Optional<String> kernel,
        Optional<String> initrd,
        Optional<String> kernelModules,
        Optional<String> kernelParams,
        Optional<String> initInterface,
        Map<String, String> inhibitors) {
    public BootFiles {
        inhibitors = Map.copyOf(inhibitors);
    }

    /** Where nothing is known of what keeps from a live switch. */
    public BootFiles(
            Optional<String> kernel,
            Optional<String> initrd,
            Optional<String> kernelModules,
            Optional<String> kernelParams) {
        this(kernel, initrd, kernelModules, kernelParams, Optional.empty(), Map.of());
    }
}
