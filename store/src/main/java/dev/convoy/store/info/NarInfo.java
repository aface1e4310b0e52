package dev.convoy.store.info;

import dev.convoy.store.NixFormatException;
import dev.convoy.store.hash.NixHash;
import dev.convoy.store.path.StorePath;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a binary cache says of one path, in its {@code .narinfo} file. Source: libstore/nar-info.cc.
 *
 * @param url of the compressed NAR, relative to the cache
 * @param compression such as {@code none}, {@code xz}, {@code zstd}
 * @param fileHash of the compressed NAR
 * @param fileSize of the compressed NAR, in bytes
 */
public record NarInfo(
        PathInfo info, String url, String compression, Optional<NixHash> fileHash, OptionalLong fileSize) {
    /** What caches meant before they said it. */
    private static final String DEFAULT_COMPRESSION = "bzip2";

    private static final String NO_DERIVER = "unknown-deriver";

    /** Fields that nobody knows are left out, as Nix does; fields that must be there once must be there once. */
    public static NarInfo parse(String text) {
        NarInfoFields fields = NarInfoFields.parse(text);
        SortedSet<StorePath> references = new TreeSet<>();
        fields.optional("References").ifPresent(line -> {
            for (String reference : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
                references.add(StorePath.parseBaseName(reference));
            }
        });
        long narSize = fields.size(fields.required("NarSize"));
        if (narSize == 0) {
            throw new NixFormatException(text, -1, "a NAR size above 0");
        }
        PathInfo info = new PathInfo(
                StorePath.parse(fields.required("StorePath")),
                fields.optional("Deriver")
                        .filter(deriver -> !deriver.equals(NO_DERIVER))
                        .map(StorePath::parseBaseName),
                NixHash.parse(fields.required("NarHash")),
                narSize,
                references,
                fields.signatures(),
                fields.optional("CA").filter(address -> !address.isEmpty()));
        Optional<String> fileSize = fields.optional("FileSize");
        return new NarInfo(
                info,
                fields.required("URL"),
                fields.optional("Compression").filter(name -> !name.isEmpty()).orElse(DEFAULT_COMPRESSION),
                fields.optional("FileHash").map(NixHash::parse),
                fileSize.isPresent() ? OptionalLong.of(fields.size(fileSize.get())) : OptionalLong.empty());
    }

    /** In the order in which Nix prints the fields. */
    public String print() {
        StringBuilder text = new StringBuilder();
        field(text, "StorePath", info.path());
        field(text, "URL", url);
        field(text, "Compression", compression);
        fileHash.ifPresent(hash -> field(text, "FileHash", hash));
        fileSize.ifPresent(size -> field(text, "FileSize", size));
        field(text, "NarHash", info.narHash());
        field(text, "NarSize", info.narSize());
        field(
                text,
                "References",
                info.references().stream().map(StorePath::baseName).collect(Collectors.joining(" ")));
        info.deriver().ifPresent(deriver -> field(text, "Deriver", deriver.baseName()));
        info.signatures().forEach(signature -> field(text, "Sig", signature));
        info.contentAddress().ifPresent(address -> field(text, "CA", address));
        return text.toString();
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
