package dev.convoy.store.protocol;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.RemoteText;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of one thing that was to be built.
 *
 * @param wanted as it was asked for
 * @param message why it failed, plain; empty on success
 * @param outputs by name; only those that the daemon names
 */
public record BuildResult(String wanted, BuildStatus status, String message, SortedMap<String, StorePath> outputs) {
    /** A realisation is JSON, but its one interesting value is a base name: no character of it is ever escaped. */
    private static final Pattern OUT_PATH = Pattern.compile("\"outPath\"\\s*:\\s*\"([^\"]*)\"");

    public BuildResult {
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    /** From 1.29 on. */
    static BuildResult read(WireReader in, int version) throws IOException {
        String wanted = in.string();
        BuildStatus status = BuildStatus.of(in.integer());
        String message = String.join("\n", RemoteText.lines(in.string()));
        in.u64(); // times built
        in.bool(); // not deterministic
        in.u64(); // start
        in.u64(); // stop
        if (version >= 0x125) {
            skipOptional(in); // user microseconds
            skipOptional(in); // system microseconds
        }
        SortedMap<String, StorePath> outputs = new TreeMap<>();
        in.list(() -> {
            String id = in.string(); // sha256:<hash of the derivation>!<output>
            outputs.put(id.substring(id.indexOf('!') + 1), outPath(in.string()));
            return id;
        });
        return new BuildResult(wanted, status, message, outputs);
    }

    private static void skipOptional(WireReader in) throws IOException {
        if (in.bool()) {
            in.u64();
        }
    }

    private static StorePath outPath(String realisation) throws ProtocolException {
        Matcher matcher = OUT_PATH.matcher(realisation);
        try {
            if (matcher.find()) {
                return StorePath.parseBaseName(matcher.group(1));
            }
        } catch (NixFormatException e) {
            throw new ProtocolException("not an output path in " + RemoteText.escaped(realisation), e);
        }
        throw new ProtocolException("no output path in " + RemoteText.escaped(realisation));
    }
}
