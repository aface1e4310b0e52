package dev.convoy.cli.plan;

import dev.convoy.store.path.StorePath;

/** A path of a closure and the bytes of its NAR. */
public record StoredPath(StorePath path, long narSize) {}
