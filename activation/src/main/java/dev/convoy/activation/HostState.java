package dev.convoy.activation;

import dev.convoy.store.path.StorePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * One host, as it was read in one round trip. Empty means that the host could not say.
 *
 * @param address at which it answered, as its link calls it
 * @param platform as Nix names it, such as x86_64-linux
 * @param loginUid the user that convoy logged in as
 * @param root whether commands can run as root there, by login or by escalation; else why not is in {@code rootProblem}
 * @param running, booted, profile the toplevels that /run/current-system, /run/booted-system and the system profile lead to
 * @param generation the number that the system profile points at
 * @param storeFree bytes free where /nix/store is
 * @param storeWritable whether /nix/var can be written; where it cannot, newer Nix forks without end
 * @param trusted whether the host's store accepts unsigned paths from the login user or through escalation
 * @param trustedKeys the public keys, {@code name:base64}, with whose signatures it takes paths from anyone; not asked for
 *     where it takes them without
 * @param runInProgress the convoy run that holds the host's lock
 * @param interrupted an earlier activation that never finished: its run id
 */
public record HostState(
        String address,
        String hostname,
        String platform,
        String bootId,
        Duration uptime,
        Instant now,
        int loginUid,
        boolean root,
        Optional<String> rootProblem,
        Optional<StorePath> running,
        Optional<StorePath> booted,
        Optional<StorePath> profile,
        OptionalInt generation,
        Optional<BootFiles> runningBootFiles,
        Optional<BootFiles> bootedBootFiles,
        OptionalLong storeFree,
        OptionalLong bootFree,
        boolean storeWritable,
        Optional<String> nixVersion,
        Optional<Boolean> trusted,
        SortedSet<String> trustedKeys,
        int cores,
        boolean zstd,
        Optional<String> systemdVersion,
        Optional<String> systemState,
        SortedSet<String> failedUnits,
        Optional<HostLock> runInProgress,
        Optional<String> interrupted,
        Optional<LedgerEntry> lastDeployment,
        List<String> warnings) {}
