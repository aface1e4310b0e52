package dev.convoy.cli.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoy.cli.usage.UsageException;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.TagCondition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private static final Map<String, Set<String>> FLEET = new TreeMap<>(Map.of(
            "web1", Set.of("web", "eu"),
            "web2", Set.of("web", "us"),
            "db1", Set.of("db", "eu"),
            "edge", Set.of()));

    @Test
    void namesPatternsAndTags() {
        check("web1", "web1");
        check("'web*'", "web1", "web2");
        check("web?", "web1", "web2");
        check("@eu", "db1", "web1");
        check("*", "db1", "edge", "web1", "web2");
    }

    @Test
    void commasAndWordsCombine() {
        check("web1,db1", "db1", "web1");
        check("web1 or edge", "edge", "web1");
        check("@web and @eu", "web1");
        check("not @web", "db1", "edge");
        check("@web and not web2", "web1");
    }

    @Test
    void andBindsTighterThanOrAndParenthesesDecide() {
        check("edge or @web and @us", "edge", "web2");
        check("(edge or @web) and @us", "web2");
        check("not (edge, @web)", "db1");
        check("not not web1", "web1");
    }

    @Test
    void severalSelectorsAddUpAndNoneMeansAll() {
        assertThat(chosen(SelectorParser.parseAll(List.of("web1", "edge")))).containsExactly("edge", "web1");
        assertThat(chosen(SelectorParser.parseAll(List.of()))).hasSize(4);
    }

    @Test
    void quotedWordsAreNeverOperators() {
        assertThat(SelectorParser.parse("'not'")).isEqualTo(new Selector.Named(new HostName("not")));
        assertThat(SelectorParser.parse("\"@a\"")).isEqualTo(new Selector.Named(new HostName("@a")));
    }

    @Test
    void saysWhatWasExpectedWhere() {
        refuses("", "--on \"\": expected a host, a pattern or a @tag, found the end");
        refuses("web1 web2", "--on \"web1 web2\": expected and, or, or the end, found \"web2\"");
        refuses("(web1", "--on \"(web1\": expected ), found the end");
        refuses("web1 and", "--on \"web1 and\": expected a host, a pattern or a @tag, found the end");
        refuses("'web1", "--on \"'web1\": the quote at 1 does not end");
        refuses("@", "--on \"@\": @ needs the name of a tag");
    }

    @Test
    void whatTheNameDecidesCostsNoEvaluation() {
        var condition = SelectorParser.parse("web1 or (@eu and not edge)");
        assertThat(condition.conditionFor(new HostName("web1"))).isEqualTo(new TagCondition.Always());
        assertThat(condition.conditionFor(new HostName("edge"))).isEqualTo(new TagCondition.Never());
        assertThat(condition.conditionFor(new HostName("db1"))).isEqualTo(new TagCondition.HasTag("eu"));
    }

    @Test
    void configuredTagsReplaceTheFlakes() {
        var selection = new HostSelection(
                SelectorParser.parse("@eu"),
                Map.of(new HostName("web1"), Set.of("us"), new HostName("edge"), Set.of("eu")));
        assertThat(selection.conditionFor(new HostName("web1"))).isEqualTo(new TagCondition.Never());
        assertThat(selection.conditionFor(new HostName("edge"))).isEqualTo(new TagCondition.Always());
        assertThat(selection.conditionFor(new HostName("db1"))).isEqualTo(new TagCondition.HasTag("eu"));
    }

    @Test
    void unknownHostIsAnErrorWithTheNearestName() {
        var fleet = new TreeSet<>(List.of(new HostName("web1"), new HostName("db1")));
        assertThatThrownBy(() -> new HostSelection(SelectorParser.parse("not wbe1"), Map.of()).check(fleet))
                .isInstanceOf(UsageException.class)
                .hasMessage("--on: the fleet has no host \"wbe1\"; did you mean web1?");
    }

    private static void check(String text, String... expected) {
        assertThat(chosen(SelectorParser.parse(text))).as(text).containsExactly(expected);
    }

    private static List<String> chosen(Selector selector) {
        return FLEET.entrySet().stream()
                .filter(e -> selector.conditionFor(new HostName(e.getKey())).holds(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> SelectorParser.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
