package dev.convoy.cli.run.frame;

import dev.convoy.cli.run.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who and where the operator is. */
public final class ThisMachine {
    private ThisMachine() {}

    /** What this machine calls itself, without a domain. */
    static String name() {
        return fullName().replaceFirst("\\..*$", "");
    }

    private static String fullName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return askedName();
        }
    }

    private static String askedName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Such as {@code eve@laptop}, as hosts record it. Under sudo, the person who called it. */
    public static String operator(Surroundings surroundings) {
        String user = surroundings
                .variable("SUDO_USER")
                .or(() -> surroundings.variable("USER"))
                .orElseGet(() -> System.getProperty("user.name", "unknown"));
        return user + "@" + name();
    }
}
