package dev.convoy.evaluator;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a cache is, as Nix takes it. Prints without what stands behind the question mark or in front of an at: it may be secret. */
public final class CacheUrl {
    /** A store URL of Nix: {@code s3://bucket?region=eu}, {@code file:///srv/cache}, {@code ssh-ng://host}. */
    private static final Pattern URL =
            Pattern.compile("(file|https?|s3|ssh|ssh-ng)://(?:[^/?:@\\s]*(:[^/?@\\s]*)?@)?([^?\\s]*)(\\?\\S*)?");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._~-]+");

    private final String text;
    private final String shown;
    private final boolean signs;
    private final boolean password;

    private CacheUrl(String text, String shown, boolean signs, boolean password) {
        this.text = text;
        this.shown = shown;
        this.signs = signs;
        this.password = password;
    }

    public static Optional<CacheUrl> parse(String text) {
        Matcher matcher = URL.matcher(text);
        return matcher.matches() && !matcher.group(3).isEmpty()
                ? Optional.of(new CacheUrl(
                        text,
                        matcher.group(1) + "://" + matcher.group(3),
                        !matcher.group(1).startsWith("ssh"),
                        matcher.group(2) != null))
                : Optional.empty();
    }

    /**
     * The same cache, whose entries are signed with the key in that file: binary caches keep signatures beside their entries.
     *
     * @return nothing where it is no binary cache, or the file's name would need quotes
     */
    public Optional<CacheUrl> signedWith(Path key) {
        String file = key.toAbsolutePath().toString();
        String sign = text.contains("?") ? "&" : "?";
        return signs && PLAIN.matcher(file).matches()
                ? Optional.of(new CacheUrl(text + sign + "secret-key=" + file, shown, true, password))
                : Optional.empty();
    }

    /** Whether it names a password: others see that in the arguments of Nix. */
    public boolean holdsPassword() {
        return password;
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return shown;
    }
}
