package dev.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.cli.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents that repeat what the code knows must say the same. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theConfigurationPageHasEverySetting() throws IOException {
        String rows = Stream.of(Setting.values()).map(DocumentsTest::row).reduce("", String::concat);
        assertThat(Files.readString(ROOT.resolve("docs/configuration.md"))).contains(rows);
    }

    @Test
    void theExitCodePageHasEveryExitCode() throws IOException {
        String rows = Stream.of(ExitCode.values())
                .map(c -> "| " + c.code() + " | " + c.meaning() + " |\n")
                .reduce("", String::concat);
        assertThat(Files.readString(ROOT.resolve("docs/exit-codes.md"))).contains(rows);
    }

    @Test
    void noDocumentLinksToAFileThatIsNotThere() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            for (Path page : Stream.concat(top, docs)
                    .filter(p -> p.toString().endsWith(".md"))
                    .toList()) {
                Matcher links = link.matcher(Files.readString(page));
                List<String> broken = links.results()
                        .map(found -> found.group(1))
                        .filter(target -> !Files.exists(page.resolveSibling(target)))
                        .toList();
                assertThat(broken).as("links of %s", ROOT.relativize(page)).isEmpty();
            }
        }
    }

    private static String row(Setting setting) {
        String builtIn = setting.builtIn().isEmpty() ? "" : "`" + setting.builtIn() + "`";
        return "| `" + setting.key() + "` | `" + setting.flag() + "` | `" + setting.variable() + "` | " + builtIn
                + " | " + setting.doc().replace("|", "\\|") + " |\n";
    }
}
