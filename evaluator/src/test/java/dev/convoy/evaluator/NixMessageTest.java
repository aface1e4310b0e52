package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NixMessageTest {

    @OnEveryNix
    void keepsTheMessageAndThePlacesInTheFlake(String version) {
        NixMessage nested = message(version, "nested");

        assertThat(nested.text()).isEqualTo("the port of nested is unknown");
        assertThat(nested.places()).contains("flake.nix:12:34", "mk-host.nix:4:3");
        assertThat(nested.places().indexOf("flake.nix:12:34"))
                .isLessThan(nested.places().indexOf("mk-host.nix:4:3"));
        assertThat(nested.shown()).startsWith("the port of nested is unknown\n  at flake.nix:12:");
    }

    @OnEveryNix
    void keepsMessagesOfSeveralLines(String version) {
        assertThat(message(version, "multi").text())
                .isEqualTo(
                        "Failed assertions:\n- The ‘fileSystems’ option does not specify your root file system.\n- second");
    }

    @OnEveryNix
    void keepsSuggestions(String version) {
        NixMessage attribute = message(version, "attribute");

        assertThat(attribute.text()).isEqualTo("attribute 'bcc' missing\nDid you mean bcd?");
        assertThat(attribute.places().getFirst()).startsWith("flake.nix:11:");
    }

    @OnEveryNix
    void namesTheAssertion(String version) {
        assertThat(message(version, "assertion").text()).startsWith("assertion '(1 == 2)' failed");
    }

    @OnEveryNix
    void classifiesEveryVersionAlike(String version) {
        assertThat(List.of("assertion", "attribute", "import", "syntax", "multi", "recursion", "nested"))
                .extracting(name -> FaultPatterns.failure("trying", message(version, name), Optional.empty())
                        .code())
                .containsExactly(
                        "evaluation.assertion-failed",
                        "evaluation.attribute-missing",
                        "evaluation.file-missing",
                        "evaluation.syntax-error",
                        "evaluation.assertion-failed",
                        "evaluation.infinite-recursion",
                        "evaluation.failed");
        assertThat(message(version, "syntax").places().getFirst()).isEqualTo("syntax.nix:1:7");
    }

    @OnEveryNix
    void aFileThatIsThereButNotInTheFlakeIsNotInGit(String version, @TempDir Path tree) throws Exception {
        Files.writeString(tree.resolve("absent.nix"), "{ }");

        EvalFailure failure = FaultPatterns.failure("trying", message(version, "import"), Optional.of(tree));

        assertThat(failure.code()).isEqualTo("evaluation.file-not-in-git");
        assertThat(failure.hints()).contains("run: git -C " + tree + " add absent.nix");
    }

    @OnEveryNix
    void readsAnswersBetweenWarnings(String version) {
        List<String> seen = new ArrayList<>();
        var reader = new AnswerReader("convoy-0123 ", (host, answer) -> seen.add("answer " + host), seen::add);

        reader.read(new ByteArrayInputStream(Recorded.read(version, "warns").getBytes(StandardCharsets.UTF_8)));

        assertThat(seen).containsExactly("warning: this is old", "answer warns");
        assertThat(reader.error()).isEmpty();
        assertThat(reader.current()).isEmpty();
    }

    @OnEveryNix
    void knowsWhereAnEvaluationEnded(String version) {
        AnswerReader reader = read(Recorded.read(version, "nested"));

        assertThat(reader.current()).contains("nested");
        assertThat(reader.error()).startsWith("error:").contains("the port of nested is unknown");
    }

    @Test
    void aTraceThatLooksLikeAnErrorIsOnlyAMessageIfTheEvaluationGoesOn() {
        List<String> seen = new ArrayList<>();
        var reader = new AnswerReader("M ", (host, answer) -> seen.add("answer " + host), seen::add);

        reader.read(
                new ByteArrayInputStream("trace: M {\"begin\":\"a\"}\nerror: not really\ntrace: M {\"host\":\"a\"}\n"
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(seen).containsExactly("error: not really", "answer a");
        assertThat(reader.error()).isEmpty();
    }

    @Test
    void terminalEscapesAreGone() {
        assertThat(NixMessage.stripAnsi(
                        "\u001b[31;1merror:\u001b[0m a\u0007\tb \u001b]8;;http://x\u0007link\u001b]8;;\u0007\n"))
                .isEqualTo("error: a\tb link\n");
    }

    private static NixMessage message(String version, String name) {
        return NixMessage.parse(read(Recorded.read(version, name)).error(), Optional.of(Recorded.SOURCE));
    }

    private static AnswerReader read(String stderr) {
        var reader = new AnswerReader("convoy-0123 ", (host, answer) -> {}, message -> {});
        reader.read(new ByteArrayInputStream(stderr.getBytes(StandardCharsets.UTF_8)));
        return reader;
    }
}
