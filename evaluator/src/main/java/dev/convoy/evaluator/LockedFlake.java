package dev.convoy.evaluator;

import java.util.Optional;

/**
 * A flake at one exact content.
 *
 * @param url the locked reference, which later Nix commands are given
 * @param directory where the flake lives on this machine, if it does (for convoy.yaml beside it)
 * @param narHash SRI hash of the tree, empty where Nix gives none
 * @param revision the git revision; of a dirty tree, the one it started from
 * @param lockHash SHA-256 (hex) of flake.lock, empty where the flake has no inputs
 */
public record LockedFlake(
        FlakeRef original,
        String url,
        Optional<String> directory,
        Optional<String> narHash,
        Optional<String> revision,
        boolean dirty,
        Optional<String> lockHash) {}
