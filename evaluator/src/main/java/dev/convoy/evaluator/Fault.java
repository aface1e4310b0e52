package dev.convoy.evaluator;

import java.util.List;

/** The kinds of failure that this module tells apart: a stable code, and what to do next. */
enum Fault {
    NIX_MISSING(
            "evaluation.nix-missing",
            "install Nix on this machine: https://nixos.org/download, or your distribution's package (Debian: apt install nix-bin)",
            "if it is installed, make sure that nix is on the PATH of this shell"),
    NIX_UNUSABLE("evaluation.nix-unusable", "run nix --version by hand; convoy needs Nix 2.8 or newer"),
    NOT_A_FLAKE(
            "evaluation.not-a-flake",
            "name the directory that holds flake.nix with --flake, or start a fleet with: convoy init"),
    NO_HOSTS(
            "evaluation.no-hosts",
            "convoy deploys what the flake has under nixosConfigurations; see which outputs there are with: nix flake show"),
    FETCH_FAILED(
            "evaluation.fetch-failed", "check the network, the address, and access tokens for private repositories"),
    FLAKE_CHANGED("evaluation.flake-changed", "the flake's files changed while convoy was reading them; run again"),
    CONVOY_OUTPUT("evaluation.convoy-output", "docs/flake.md lists what the convoy output may hold"),
    FACT_UNKNOWN("evaluation.deployment-key-unknown", "docs/flake.md lists the keys of deployment"),
    FACT_TYPE("evaluation.deployment-type", "docs/flake.md lists the keys of deployment and their types"),
    FILE_NOT_IN_GIT(
            "evaluation.file-not-in-git",
            "a flake in a git repository consists of the files that git knows; add it: git add"),
    FILE_MISSING("evaluation.file-missing", "a path in the configuration leads to a file that does not exist"),
    CURRENT_SYSTEM(
            "evaluation.impure",
            "pure evaluation does not know this machine: name the platform, such as system = \"x86_64-linux\" or nixpkgs.hostPlatform",
            "or allow it for this run: --impure"),
    IMPURE(
            "evaluation.impure",
            "pure evaluation reads nothing but the flake: make it an input, or copy it into the flake",
            "or allow it for this run: --impure"),
    INFINITE_RECURSION(
            "evaluation.infinite-recursion",
            "a value needs itself; in modules the usual cause is imports, or the condition of an option, that read config"),
    IFD_FORBIDDEN(
            "evaluation.import-from-derivation",
            "the configuration reads the result of a build while it is evaluated, which allow-import-from-derivation = false forbids",
            "allow it: --option allow-import-from-derivation true"),
    UNFREE(
            "evaluation.unfree",
            "allow it in the host's configuration: nixpkgs.config.allowUnfreePredicate, or nixpkgs.config.allowUnfree = true"),
    INSECURE(
            "evaluation.insecure",
            "replace the package, or accept the risk by name: nixpkgs.config.permittedInsecurePackages"),
    PACKAGE_REFUSED(
            "evaluation.package-refused",
            "nixpkgs marks the package as broken or not for this platform: replace or override it"),
    HASH_MISMATCH(
            "evaluation.hash-mismatch",
            "what was fetched is not what the hash says: if the change is wanted, put in the hash after \"got:\"",
            "for a flake input: nix flake update INPUT"),
    ASSERTION_FAILED(
            "evaluation.assertion-failed",
            "the message comes from the configuration itself or from one of its modules"),
    OPTION_UNKNOWN(
            "evaluation.option-unknown",
            "the option does not exist in this version of its module: look for a slip, a missing import, or a renamed option"),
    OPTION_VALUE("evaluation.option-value", "two definitions of the option clash, or its value has the wrong type"),
    ATTRIBUTE_MISSING(
            "evaluation.attribute-missing", "look for a slip in the name, or for an input that no longer has it"),
    UNDEFINED_VARIABLE(
            "evaluation.undefined-variable",
            "look for a slip in the name, or for an argument missing from the function's head"),
    SYNTAX_ERROR("evaluation.syntax-error", "look at the named line and the one before it: a missing ; or a bracket"),
    OUT_OF_MEMORY(
            "evaluation.out-of-memory",
            "run fewer evaluators at once, such as --evaluators 1, or give the machine more memory"),
    FAILED("evaluation.failed", "see the whole trace with --show-trace"),
    BUILD_FAILED("build.failed"),
    BUILD_HASH_MISMATCH(
            "build.hash-mismatch",
            "what was fetched is not what the hash says: if the change is wanted, put in the hash after \"got:\""),
    BUILD_TIMED_OUT("build.timed-out", "raise Nix's timeout or max-silent-time, such as --option max-silent-time 3600"),
    BUILD_PLATFORM(
            "build.wrong-platform",
            "build it where it can run: deployment.buildOnTarget, --builders, or binfmt emulation on this machine"),
    BUILD_DISK_FULL("build.disk-full", "make room, such as with nix-collect-garbage, and run again"),
    BUILD_FETCH_FAILED("build.fetch-failed", "check the network and the substituters, and run again"),
    BUILD_STOPPED("build.stopped", "build the others in spite of a failure with --keep-going"),
    CACHE_UNREACHABLE(
            "cache.unreachable", "address and network; whether it is up; the same by hand: nix copy --to URL PATH"),
    CACHE_FAILED(
            "cache.failed", "address, network, and access keys of the cache; the same by hand: nix copy --to URL PATH");

    private final String code;
    /** One per line. */
    private final String hints;

    Fault(String code, String... hints) {
        this.code = code;
        this.hints = String.join("\n", hints);
    }

    String code() {
        return code;
    }

    EvalFailure failure(String tried, String message) {
        return failure(tried, message, List.of());
    }

    EvalFailure failure(String tried, String message, List<String> firstHints) {
        List<String> all = new java.util.ArrayList<>(firstHints);
        hints.lines().forEach(all::add);
        return new EvalFailure(code, tried, message, all);
    }
}
