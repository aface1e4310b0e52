package dev.convoy.cli.config;

import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;

/** Reads the address of a cache that the operator gave. */
public final class CacheAddress {
    private CacheAddress() {}

    /**
     * @param where the operator gave it, such as {@code --to}
     * @throws UsageException if it is none, or holds a password
     */
    public static CacheUrl parse(String where, String text) {
        CacheUrl url = CacheUrl.parse(text)
                .orElseThrow(() -> new UsageException(where
                        + ": expected file://, http://, https://, s3://, ssh:// or ssh-ng://, not \"" + text + "\""));
        if (url.holdsPassword()) {
            throw new UsageException(where + ": a password in the address of " + url
                    + " can be read by everyone on this machine: put it into Nix's netrc-file");
        }
        return url;
    }
}
