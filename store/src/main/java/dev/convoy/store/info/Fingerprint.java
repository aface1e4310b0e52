package dev.convoy.store.info;

import dev.convoy.store.path.StorePath;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** What a signature of a path signs. Source: ValidPathInfo::fingerprint in libstore/path-info.cc. */
public final class Fingerprint {
    private Fingerprint() {}

    public static String text(PathInfo info) {
        String references = info.references().stream().map(StorePath::toString).collect(Collectors.joining(","));
        return "1;" + info.path() + ";" + info.narHash() + ";" + info.narSize() + ";" + references;
    }

    static byte[] of(PathInfo info) {
        return text(info).getBytes(StandardCharsets.UTF_8);
    }
}
