package dev.convoy.store.path;

/** What of a file tree goes into the hash of a content address. Source: Nix manual, "Content-addressing file system objects". */
public enum Ingestion {
    /** The bytes of a single file. */
    FLAT(""),
    /** The bytes of a single file, which may refer to other store paths. */
    TEXT("text:"),
    /** The NAR of a tree. */
    NAR("r:"),
    /** The git object of a tree; an experimental feature of Nix. */
    GIT("git:");

    private final String prefix;

    Ingestion(String prefix) {
        this.prefix = prefix;
    }

    /** What derivations write in front of the algorithm. */
    public String prefix() {
        return prefix;
    }
}
