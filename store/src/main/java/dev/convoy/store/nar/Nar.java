package dev.convoy.store.nar;

import java.nio.charset.StandardCharsets;

/** The words of the format, and its limits. Source: Nix manual, "Nix Archive (NAR) format"; libutil/archive.cc. */
final class Nar {
    static final byte[] MAGIC = word("nix-archive-1");
    static final byte[] OPEN = word("(");
    static final byte[] CLOSE = word(")");
    static final byte[] TYPE = word("type");
    static final byte[] REGULAR = word("regular");
    static final byte[] EXECUTABLE = word("executable");
    static final byte[] EMPTY = word("");
    static final byte[] CONTENTS = word("contents");
    static final byte[] SYMLINK = word("symlink");
    static final byte[] TARGET = word("target");
    static final byte[] DIRECTORY = word("directory");
    static final byte[] ENTRY = word("entry");
    static final byte[] NAME = word("name");
    static final byte[] NODE = word("node");

    /** Nix 2.36 refuses what is longer or deeper. */
    static final int MAX_TAG = 32;

    static final int MAX_NAME = 255;
    static final int MAX_TARGET = 4095;
    static final int MAX_DEPTH = 64;

    private Nar() {}

    /** Zeroes after a string of this length, up to the next multiple of eight. */
    static int padding(long length) {
        return (int) (-length & 7);
    }

    private static byte[] word(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
