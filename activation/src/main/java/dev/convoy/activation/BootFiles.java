package dev.convoy.activation;

import java.util.Optional;

/** What of a system only a reboot changes: the resolved kernel, initrd, kernel modules, and kernel parameters. */
public record BootFiles(
        Optional<String> kernel,
        Optional<String> initrd,
        Optional<String> kernelModules,
        Optional<String> kernelParams) {}
