package dev.convoy.cli.run.reach;

import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.CacheUrl;
import dev.convoy.store.NixFormatException;
import dev.convoy.store.info.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The secret key that signs what is sent, where the operator named one. */
public final class SigningKeyFile {
    private static final String HOME = "~/";

    private final Session session;

    public SigningKeyFile(Session session) {
        this.session = session;
    }

    /** As {@link #read}: whoever named no key hears of it before a run begins. */
    public void check() {
        Optional<SigningKey> _ = read();
    }

    /** @throws UsageException if there is no key in the file that was named; what is in it is not told */
    Optional<SigningKey> read() {
        return session.settings().text(Setting.SIGN_WITH).map(this::read);
    }

    /**
     * The cache with what makes Nix sign its entries, where the operator named a key.
     *
     * @throws UsageException if there is no key, or it is no cache that signs
     */
    public CacheUrl signing(CacheUrl cache) {
        Optional<String> named = session.settings().text(Setting.SIGN_WITH);
        if (named.isEmpty()) {
            return cache;
        }
        read(named.get());
        return cache.signedWith(path(named.get()))
                .orElseThrow(() -> new UsageException(Setting.SIGN_WITH.flag() + ": " + cache
                        + " cannot be signed for with that file: only file, http, https and s3 caches are, with a file"
                        + " whose name has no special characters"));
    }

    private SigningKey read(String named) {
        try {
            return SigningKey.parse(Files.readString(path(named)).strip());
        } catch (NoSuchFileException e) {
            throw new UsageException(Setting.SIGN_WITH.flag() + ": there is no file " + named);
        } catch (IOException e) {
            throw new UsageException(Setting.SIGN_WITH.flag() + ": " + named + " cannot be read: " + e);
        } catch (NixFormatException e) {
            throw new UsageException(Setting.SIGN_WITH.flag() + ": " + named
                    + " holds no secret key as 'nix key generate-secret' makes it");
        }
    }

    private Path path(String named) {
        Surroundings here = session.surroundings();
        return named.startsWith(HOME) && here.variable("HOME").isPresent()
                ? Path.of(here.variable("HOME").get(), named.substring(HOME.length()))
                : here.directory().resolve(named);
    }
}
