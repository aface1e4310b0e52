package dev.convoy.cli.config;

import dev.convoy.activation.rollout.OnFailure;
import dev.convoy.evaluator.TransferWay;
import dev.convoy.transfer.Delta;
import dev.convoy.transfer.Substitution;
import dev.convoy.transfer.ssh.config.SshTransport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting that there is. Flags, variables, file keys, help and documentation are made from this table; nothing else
 * knows a default.
 */
public enum Setting {
    FLAKE(
            Group.EVALUATION,
            "flake",
            new SettingKind.Text(),
            "",
            "REF",
            "the flake that declares the fleet: a directory or any flake reference. Without it, the nearest flake.nix from"
                    + " the current directory upwards"),
    IMPURE(Group.EVALUATION, "impure", new SettingKind.Switch(), "false", "", "let the evaluation see this machine"),
    SHOW_TRACE(
            Group.EVALUATION,
            "showTrace",
            new SettingKind.Switch(),
            "false",
            "",
            "show Nix's whole trace of an evaluation error, not only the lines in your own files"),
    NIX_OPTIONS(
            Group.EVALUATION,
            "option",
            new SettingKind.Pairs(),
            "",
            "NAME VALUE",
            "set an option of Nix, for evaluation and builds; may be given several times"),
    EVALUATORS(
            Group.EVALUATION,
            "evaluators",
            new SettingKind.Count(1),
            "",
            "N",
            "evaluator processes side by side. Without it, as many as memory and cores allow"),
    EVAL_CACHE(
            Group.EVALUATION,
            "evalCache",
            new SettingKind.Switch(),
            "true",
            "",
            "remember what a locked, clean flake evaluated to"),
    EVAL_MEMORY(
            Group.EVALUATION,
            "evalMemory",
            new SettingKind.Count(256),
            "",
            "MIB",
            "memory that all evaluators together may use. Without it, three quarters of what is free"),
    CONNECT_TIMEOUT(
            Group.CONNECTION,
            "connectTimeout",
            new SettingKind.Span(),
            "10s",
            "TIME",
            "give up on a host that has not answered after this long"),
    ACCEPT_NEW_HOST_KEYS(
            Group.CONNECTION,
            "acceptNewHostKeys",
            new SettingKind.Switch(),
            "false",
            "",
            "trust the key of a host that known_hosts does not have, and remember it. A changed key is always refused"),
    SSH_TRANSPORT(
            Group.CONNECTION,
            "sshTransport",
            new SettingKind.Choice(SshTransport.words()),
            "auto",
            "WHO",
            "who speaks SSH: convoy (built-in), OpenSSH's client on this machine (system), or auto: that client where a host"
                    + " needs what convoy cannot do"),
    ASK_SUDO_PASSWORD(
            Group.CONNECTION,
            "askSudoPassword",
            new SettingKind.Switch(),
            "false",
            "",
            "ask once for the password that sudo wants on the hosts"),
    PARALLEL(
            Group.CONNECTION,
            "parallel",
            new SettingKind.Count(1),
            "16",
            "N",
            "hosts worked on at once, wherever a limit of its own is not set"),
    CONNECTIONS(
            Group.CONNECTION,
            "connections",
            new SettingKind.Count(1),
            "",
            "N",
            "hosts that are connected to and read at once (default: --parallel)"),
    OFFLINE(
            Group.OFFLINE,
            "offline",
            new SettingKind.Absence(),
            "fail",
            "WHAT",
            "what becomes of hosts at which nobody answers: fail; skip, they are left out, which is no failure; or wait:TIME,"
                    + " they have their turn when they come (deploy and push)"),
    INTERMITTENT(
            Group.OFFLINE,
            "intermittent",
            new SettingKind.Text(),
            "",
            "HOSTS",
            "hosts that may be away, such as '@laptop': skipped where nobody answers, unless --offline says otherwise"),
    BUILD_ON_TARGET(
            Group.BUILD_SITE,
            "buildOnTarget",
            new SettingKind.Switch(),
            "",
            "",
            "build every system on its own host, or none. Without it, as each host's deployment.buildOnTarget says"),
    MAX_JOBS(Group.BUILD, "maxJobs", new SettingKind.Count(0), "", "N", "builds side by side, as Nix's max-jobs"),
    CORES(Group.BUILD, "cores", new SettingKind.Count(0), "", "N", "cores for each build, as Nix's cores"),
    BUILDERS(Group.BUILD, "builders", new SettingKind.Text(), "", "SPEC", "remote builders, as Nix's builders"),
    KEEP_RESULT(
            Group.BUILD,
            "keepResult",
            new SettingKind.Switch(),
            "false",
            "",
            "links under .convoy/results keep what was built from garbage collection"),
    FETCH_RESULT(
            Group.BUILD,
            "fetchResult",
            new SettingKind.Switch(),
            "false",
            "",
            "copy what was built on a host back into this machine's store"),
    TRANSFER(
            Group.TRANSFER,
            "transfer",
            new SettingKind.Choice(TransferWay.words()),
            "",
            "WAY",
            "how systems reach hosts: direct, from this machine; or cache, copied once to --cache, from where hosts fetch"
                    + " with their own Nix. Without it, as each host's deployment.transfer says, or direct"),
    CACHE(
            Group.TRANSFER,
            "cache",
            new SettingKind.Text(),
            "",
            "URL",
            "the cache for --transfer=cache, as 'push --to' takes it"),
    TRANSFERS(
            Group.TRANSFER,
            "transfers",
            new SettingKind.Count(1),
            "",
            "N",
            "hosts that are copied to at once (default: --parallel)"),
    COMPRESS(
            Group.TRANSFER,
            "compress",
            new SettingKind.Packing(),
            "auto",
            "HOW",
            "auto (by the speed of each host's link, and how many get the same), none, zstd or zstd:LEVEL"),
    DELTA(
            Group.TRANSFER,
            "delta",
            new SettingKind.Choice(Delta.words()),
            "auto",
            "WHEN",
            "send only what is different from what a host runs: auto (where that is quicker), always or never"),
    SUBSTITUTE_ON_DESTINATION(
            Group.TRANSFER,
            "substituteOnDestination",
            new SettingKind.Choice(Substitution.words()),
            "",
            "WHEN",
            "let hosts fetch from their own caches instead of sending: auto (what others have signed, where that is quicker),"
                    + " always (all that those have) or never. Without it, as each host's deployment.substituteOnDestination"
                    + " says, or auto"),
    BANDWIDTH_LIMIT(
            Group.TRANSFER,
            "bandwidthLimit",
            new SettingKind.Rate(),
            "",
            "RATE",
            "send no more than this to all hosts together, such as 10MB or 100Mbit a second; they share it evenly"),
    HOST_BANDWIDTH_LIMIT(
            Group.TRANSFER,
            "hostBandwidthLimit",
            new SettingKind.Rate(),
            "",
            "RATE",
            "send no more than this to any one host"),
    TRANSFER_MEMORY(
            Group.TRANSFER,
            "transferMemory",
            new SettingKind.Count(16),
            "256",
            "MIB",
            "memory in which what was read waits for hosts; what slow hosts still need is dropped, or put into a file, first"),
    SIGN_WITH(
            Group.TRANSFER,
            "signWith",
            new SettingKind.Text(),
            "",
            "FILE",
            "sign every path that is sent with this secret key, as 'nix key generate-secret' makes it, for hosts that do"
                    + " not trust their login user"),
    ACTIVATIONS(
            Group.ACTIVATION,
            "activations",
            new SettingKind.Count(1),
            "",
            "N",
            "hosts that are activated at once (default: --parallel)"),
    ACTIVATION_TIMEOUT(
            Group.ACTIVATION,
            "activationTimeout",
            new SettingKind.Span(),
            "10m",
            "TIME",
            "how long switch-to-configuration may take on a host"),
    CONFIRM_TIMEOUT(
            Group.ACTIVATION,
            "confirmTimeout",
            new SettingKind.Span(),
            "60s",
            "TIME",
            "how long a host runs a new system that convoy has not confirmed over a new connection; then it goes back"),
    SPECIALISATION(
            Group.ACTIVATION,
            "specialisation",
            new SettingKind.Text(),
            "",
            "NAME",
            "the specialisation that runs, or none for the system itself. Without it, the one in use is kept"),
    WHEN_STUCK(
            Group.ACTIVATION,
            "whenStuck",
            new SettingKind.Choice(List.of("reboot", "stop")),
            "reboot",
            "WHAT",
            "what a host does when it cannot put the system before back live: reboot into it, or stop as it is"),
    REBOOT(
            Group.REBOOTS,
            "reboot",
            new SettingKind.Choice(List.of("never", "if-needed", "always")),
            "never",
            "WHEN",
            "restart hosts into their new system: if-needed, where it cannot be switched to live or has another kernel; always; or never"),
    REBOOTS(Group.REBOOT, "reboots", new SettingKind.Count(1), "1", "N", "hosts that are restarted at once"),
    REBOOT_TIMEOUT(
            Group.REBOOT,
            "rebootTimeout",
            new SettingKind.Span(),
            "10m",
            "TIME",
            "how long a host may take to come back after a restart"),
    BOOT_CONFIRM_TIMEOUT(
            Group.REBOOTS,
            "bootConfirmTimeout",
            new SettingKind.Span(),
            "5m",
            "TIME",
            "how long a host with convoy's NixOS module runs a system that it booted and convoy has not confirmed; then it reboots back"),
    CANARY(
            Group.ROLLOUT,
            "canary",
            new SettingKind.Text(),
            "",
            "HOSTS",
            "one of these hosts goes first and alone; the others wait until it is judged"),
    BATCH(
            Group.ROLLOUT,
            "batch",
            new SettingKind.Portion(),
            "",
            "N",
            "hosts in a wave, as a number or a percentage, where a stage does not say. Without it, all of a stage"),
    SOAK(
            Group.ROLLOUT,
            "soak",
            new SettingKind.Span(),
            "",
            "TIME",
            "how long a host must stay healthy before it is confirmed, where a stage does not say. Without it, one look"),
    ON_FAILURE(
            Group.ROLLOUT,
            "onFailure",
            new SettingKind.Choice(OnFailure.words()),
            "host",
            "WHAT",
            "when too many hosts fail, begin no more and: pause (ask), stop (put nothing back), put back the failed host,"
                    + " the wave, or all that the run changed"),
    OVERRIDE_WINDOWS(
            Group.WINDOWS,
            "overrideWindows",
            new SettingKind.Text(),
            "",
            "REASON",
            "change hosts although their windows are closed; the reason is recorded"),
    YES(Group.CONFIRMATION, "yes", new SettingKind.Switch(), "false", "", "do not ask before hosts are changed"),
    PROGRESS(
            Group.OUTPUT,
            "progress",
            new SettingKind.Choice(List.of("auto", "fancy", "plain", "none")),
            "auto",
            "STYLE",
            "auto, fancy (a live table), plain (lines) or none"),
    COLOR(
            Group.OUTPUT,
            "color",
            new SettingKind.Choice(List.of("auto", "always", "never")),
            "auto",
            "WHEN",
            "auto, always or never. NO_COLOR means never, unless this is given"),
    VERBOSE(Group.OUTPUT, "verbose", new SettingKind.Switch(), "false", "", "show every log line as it comes"),
    QUIET(Group.OUTPUT, "quiet", new SettingKind.Switch(), "false", "", "show only failures and what was asked for");

    /** Settings that come together: a command takes whole groups. */
    public enum Group {
        EVALUATION,
        CONNECTION,
        OFFLINE,
        BUILD_SITE,
        BUILD,
        TRANSFER,
        ACTIVATION,
        REBOOTS,
        REBOOT,
        ROLLOUT,
        WINDOWS,
        CONFIRMATION,
        OUTPUT
    }

    private final Group group;
    private final String key;
    /** Sealed, and every case is a record of texts and numbers. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final SettingKind kind;

    private final String builtIn;
    private final String placeholder;
    private final String doc;

    Setting(Group group, String key, SettingKind kind, String builtIn, String placeholder, String doc) {
        this.group = group;
        this.key = key;
        this.kind = kind;
        this.builtIn = builtIn;
        this.placeholder = placeholder;
        this.doc = doc;
    }

    public Group group() {
        return group;
    }

    /** Its name in convoy.yaml. */
    public String key() {
        return key;
    }

    public SettingKind kind() {
        return kind;
    }

    /** The default as text; empty means that there is none. */
    public String builtIn() {
        return builtIn;
    }

    /** What stands for the value in help; empty for switches. */
    public String placeholder() {
        return placeholder;
    }

    /** What it does, without a full stop. */
    public String doc() {
        return doc;
    }

    /** Such as {@code --connect-timeout}. */
    public String flag() {
        return "--" + words("-");
    }

    /** The flag of one letter, for those that are typed daily. */
    public Optional<String> letter() {
        return switch (this) {
            case FLAKE -> Optional.of("-f");
            case YES -> Optional.of("-y");
            case VERBOSE -> Optional.of("-v");
            case QUIET -> Optional.of("-q");
            default -> Optional.empty();
        };
    }

    /** Such as {@code CONVOY_CONNECT_TIMEOUT}. */
    public String variable() {
        return "CONVOY_" + words("_").toUpperCase(Locale.ROOT);
    }

    private String words(String separator) {
        return key.replaceAll("([A-Z])", separator + "$1").toLowerCase(Locale.ROOT);
    }

    static Optional<Setting> ofKey(String key) {
        return Stream.of(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}
