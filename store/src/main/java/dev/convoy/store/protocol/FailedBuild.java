package dev.convoy.store.protocol;

/**
 * Why the serve protocol's build failed.
 *
 * @param status what {@code nix-build} would exit with: 100 failed, 101 timed out, 102 hash mismatch, 104 not deterministic
 * @param message as Nix printed it, colours included
 */
public record FailedBuild(int status, String message) {}
