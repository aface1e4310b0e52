package dev.convoy.evaluator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises the classic errors by Nix's and nixpkgs' own words, of all supported versions. */
final class FaultPatterns {
    private record Sign(Pattern words, Fault fault) {}

    /** The first that is found decides, so what is special stands before what is general. */
    private static final List<Sign> SIGNS = List.of(
            sign("attribute 'currentSystem' missing", Fault.CURRENT_SYSTEM),
            sign("NAR hash mismatch in input", Fault.FLAKE_CHANGED),
            sign(
                    "hash mismatch in (fixed-output derivation|file downloaded)|hash mismatch importing path",
                    Fault.HASH_MISMATCH),
            sign("allow-import-from-derivation", Fault.IFD_FORBIDDEN),
            sign("infinite recursion encountered|stack overflow|max-call-depth exceeded", Fault.INFINITE_RECURSION),
            sign("has an unfree license", Fault.UNFREE),
            sign("is marked as insecure", Fault.INSECURE),
            sign(
                    "is marked as broken|is not supported on|is not available on the requested hostPlatform|refusing to evaluate",
                    Fault.PACKAGE_REFUSED),
            sign(
                    "Failed assertions:|assertion '.*' failed|assertion failed|assertion \\(.*\\) failed",
                    Fault.ASSERTION_FAILED),
            sign("The option [`'].*' does not exist", Fault.OPTION_UNKNOWN),
            sign(
                    "A definition for option [`'].*' is not of type|The option [`'].*' has conflicting|is used but not defined|was accessed but has no value defined",
                    Fault.OPTION_VALUE),
            sign("undefined variable '", Fault.UNDEFINED_VARIABLE),
            sign(
                    "syntax error, |path has a trailing slash|invalid character|dynamic attributes not allowed",
                    Fault.SYNTAX_ERROR),
            sign("forbidden in pure eval|in pure evaluation mode|not allowed in pure|restricted mode", Fault.IMPURE),
            sign(
                    "attribute '.*' missing|does not provide attribute|called with(out required| unexpected) argument",
                    Fault.ATTRIBUTE_MISSING),
            sign(
                    "unable to download|Couldn't resolve host|cannot fetch|unable to fetch|git.* failed with exit code|Could not read from remote",
                    Fault.FETCH_FAILED),
            sign("out of memory|Cannot allocate memory|Too many heap sections", Fault.OUT_OF_MEMORY));

    /** The file's path within the flake; the flake's own place in the store may be cut off already. */
    private static final Pattern MISSING_FILE =
            Pattern.compile("(?:getting status of|opening file|path|access to path) "
                    + "'(?:/nix/store/[0-9a-z]{32}-[^/']+/|«[^»]*»/)?([^'/][^']*)'"
                    + ".*(?:No such file|does not exist|not tracked)");

    private static final Pattern NOT_TRACKED =
            Pattern.compile("[Pp]ath '?([^' ]+)'? in the repository .* is not tracked by Git");

    private FaultPatterns() {}

    static Fault of(String message) {
        return SIGNS.stream()
                .filter(sign -> sign.words().matcher(message).find())
                .map(Sign::fault)
                .findFirst()
                .orElse(Fault.FAILED);
    }

    /** The failure that {@code message} tells of, for a flake that lives in {@code tree} (the root of its files) or nowhere here. */
    static EvalFailure failure(String tried, NixMessage message, Optional<Path> tree) {
        Optional<String> missing = missingFile(message.text());
        if (missing.isPresent()) {
            return missingFile(missing.get(), tried, message, tree);
        }
        return of(message.text()).failure(tried, message.shown());
    }

    /** Git flakes leave out what git does not know, and Nix then says that a file is missing which anyone can see is there. */
    private static EvalFailure missingFile(String file, String tried, NixMessage message, Optional<Path> tree) {
        boolean exists = tree.isPresent() && Files.exists(tree.get().resolve(file));
        if (exists || message.text().contains("not tracked by Git")) {
            String add = tree.map(root -> "git -C " + root + " add " + file).orElse("git add " + file);
            return Fault.FILE_NOT_IN_GIT.failure(tried, message.shown(), List.of("run: " + add));
        }
        return Fault.FILE_MISSING.failure(tried, message.shown());
    }

    private static Optional<String> missingFile(String text) {
        Matcher untracked = NOT_TRACKED.matcher(text);
        if (untracked.find()) {
            return Optional.of(untracked.group(1));
        }
        Matcher missing = MISSING_FILE.matcher(text);
        return missing.find() ? Optional.of(missing.group(1)) : Optional.empty();
    }

    private static Sign sign(String words, Fault fault) {
        return new Sign(Pattern.compile(words), fault);
    }
}
