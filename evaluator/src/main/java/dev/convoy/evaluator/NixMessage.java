package dev.convoy.evaluator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as Nix printed it with {@code --show-trace}, taken apart.
 *
 * <p>Nix 2.8 begins with the message and lets the trace follow, innermost frame first. Newer versions begin with an empty
 * {@code error:}, the outermost frame first, and end with the message.
 *
 * @param text the message itself
 * @param places where in the flake's own files it arose, innermost first, such as {@code hosts/web.nix:12:5}
 */
record NixMessage(String text, List<String> places) {
    /** Escape sequences of terminals: colours, and the hyperlinks that some versions print. */
    private static final Pattern ANSI =
            Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b.?");

    private static final Pattern AT = Pattern.compile("^\\s*(?:… .* )?at (.+):(\\d+):(\\d+):?$");
    private static final Pattern ASSERTION =
            Pattern.compile("… while evaluating the condition of the assertion '(.*)'");
    private static final Pattern STORE_FILE = Pattern.compile("/nix/store/[0-9a-z]{32}-[^/]+/(.+)");
    private static final Pattern TREE_FILE = Pattern.compile("«([^»]*)»/(.+)");
    private static final int MOST_PLACES = 10;

    NixMessage {
        places = List.copyOf(places);
    }

    /** @param source the store path of the flake's tree, where it is known */
    static NixMessage parse(String printed, Optional<String> source) {
        List<String> lines = stripAnsi(printed).lines().toList();
        int start = lastError(lines);
        List<String> message = messageFrom(lines, start);
        Set<String> places = new LinkedHashSet<>(placesIn(lines.subList(start, lines.size()), source));
        List<String> outerFirst = placesIn(lines.subList(0, start), source);
        places.addAll(outerFirst.reversed());
        String text = failedAssertion(lines.subList(0, start)) + String.join("\n", message);
        String ownNames = source.map(tree -> text.replace(tree + "/", "")).orElse(text);
        return new NixMessage(ownNames, places.stream().limit(MOST_PLACES).toList());
    }

    /** As convoy shows it. */
    String shown() {
        StringBuilder all = new StringBuilder(text);
        for (int i = 0; i < places.size(); i++) {
            all.append(i == 0 ? "\n  at " : "\n  from ").append(places.get(i));
        }
        return all.toString();
    }

    /** Tabs and line ends stay, other control characters have no business in a message. */
    static String stripAnsi(String text) {
        return ANSI.matcher(text).replaceAll("").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
    }

    /** The last line that begins an error is the cause in both orders: 2.8 prints only one such line. */
    private static int lastError(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.startsWith("error:") && line.length() > "error:".length()) {
                return i;
            }
        }
        return 0;
    }

    private static List<String> messageFrom(List<String> lines, int start) {
        List<String> message = new ArrayList<>();
        for (String line : lines.subList(start, lines.size())) {
            String bare = line.strip();
            if (message.isEmpty()) {
                message.add(
                        bare.startsWith("error:")
                                ? bare.substring("error:".length()).strip()
                                : bare);
            } else if (AT.matcher(line).matches() || bare.startsWith("…") || bare.startsWith("(use '--show-trace'")) {
                break;
            } else {
                message.add(unindented(line));
            }
        }
        while (!message.isEmpty() && message.getLast().isBlank()) {
            message.removeLast();
        }
        message.addAll(suggestions(lines, start));
        return message;
    }

    /** "Did you mean …?" stands after the position and its piece of code. */
    private static List<String> suggestions(List<String> lines, int start) {
        return lines.subList(start, lines.size()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("Did you mean "))
                .limit(1)
                .toList();
    }

    /** Newer versions say only why the condition does not hold, such as that 1 is not equal to 2. */
    private static String failedAssertion(List<String> outerFrames) {
        Optional<String> innermost = outerFrames.reversed().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("…"))
                .findFirst();
        return innermost
                .map(ASSERTION::matcher)
                .filter(Matcher::matches)
                .map(assertion -> "assertion '" + assertion.group(1) + "' failed: ")
                .orElse("");
    }

    /** Nix indents the further lines of a message by seven columns. */
    private static String unindented(String line) {
        int indent = 0;
        while (indent < 7 && indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return line.substring(indent).stripTrailing();
    }

    private static List<String> placesIn(List<String> lines, Optional<String> source) {
        List<String> places = new ArrayList<>();
        for (String line : lines) {
            Matcher at = AT.matcher(line);
            if (at.matches()) {
                ownFile(at.group(1), source).ifPresent(f -> places.add(f + ":" + at.group(2) + ":" + at.group(3)));
            }
        }
        return places;
    }

    /** The file's path within the flake, if it is one of the flake's. */
    private static Optional<String> ownFile(String file, Optional<String> source) {
        if (source.isPresent() && file.startsWith(source.get() + "/")) {
            return Optional.of(file.substring(source.get().length() + 1));
        }
        Matcher tree = TREE_FILE.matcher(file);
        if (tree.matches()) {
            // Newer versions name the tree by its reference; only a local repository is certainly the user's own.
            return tree.group(1).startsWith("git+file:") || tree.group(1).startsWith("path:")
                    ? Optional.of(tree.group(2))
                    : Optional.empty();
        }
        Matcher stored = STORE_FILE.matcher(file);
        if (source.isEmpty() && stored.matches()) {
            // Nothing else has been read yet when a flake cannot even be locked.
            return Optional.of(stored.group(1));
        }
        return file.startsWith("/") && !file.startsWith("/nix/store/") ? Optional.of(file) : Optional.empty();
    }
}
