package dev.convoy.evaluator;

import dev.convoy.store.machine.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Why a reference leads to no flake. */
final class FlakeFailure {
    private FlakeFailure() {}

    static EvalFailure of(FlakeRef reference, Finished answer) {
        String tried = "reading the flake " + reference;
        NixMessage message = NixMessage.parse(errorOf(answer), Optional.empty());
        String text = message.text();
        if (text.contains("flake.nix")) {
            return withoutFlakeFile(reference, tried, message);
        }
        Optional<Path> here = directory(reference);
        if (here.isEmpty() && isLocal(reference)) {
            return Fault.NOT_A_FLAKE.failure(tried, "there is no directory " + reference);
        }
        if (text.contains("No such file or directory")
                && here.isPresent()
                && Files.exists(here.get().resolve("flake.nix"))) {
            return notInGit(reference, tried, message);
        }
        if (text.contains("cannot find flake") || text.contains("is not a valid URL") || text.contains("not a flake")) {
            return Fault.NOT_A_FLAKE.failure(tried, message.shown());
        }
        return FaultPatterns.failure(tried, message, here);
    }

    private static EvalFailure withoutFlakeFile(FlakeRef reference, String tried, NixMessage message) {
        boolean exists = directory(reference)
                .map(here -> Files.exists(here.resolve("flake.nix")))
                .orElse(false);
        boolean missing = message.text()
                .matches(
                        "(?s).*(No such file|does not exist|does not contain|could not find|not part of a flake|not tracked).*");
        if (exists && missing) {
            return notInGit(reference, tried, message);
        }
        return missing
                ? Fault.NOT_A_FLAKE.failure(tried, "there is no flake.nix in " + reference + "\n" + message.shown())
                : FaultPatterns.failure(tried, message, directory(reference));
    }

    private static EvalFailure notInGit(FlakeRef reference, String tried, NixMessage message) {
        return Fault.FILE_NOT_IN_GIT.failure(
                tried, message.shown(), List.of("run: git -C " + reference + " add flake.nix"));
    }

    private static boolean isLocal(FlakeRef reference) {
        return reference.text().startsWith("/") || reference.text().startsWith(".");
    }

    private static Optional<Path> directory(FlakeRef reference) {
        String text =
                reference.text().startsWith("path:") ? reference.text().substring("path:".length()) : reference.text();
        return text.startsWith("/") || text.startsWith(".")
                ? Optional.of(Path.of(text)).filter(Files::isDirectory)
                : Optional.empty();
    }

    /** Warnings stand before the error. */
    private static String errorOf(Finished answer) {
        String printed = answer.stderr();
        int error = printed.startsWith("error:") ? 0 : printed.indexOf("\nerror:") + 1;
        String text = printed.substring(Math.max(0, error)).strip();
        return text.isEmpty() ? "Nix gave no reason (" + answer.exit().describe() + ")" : text;
    }
}
