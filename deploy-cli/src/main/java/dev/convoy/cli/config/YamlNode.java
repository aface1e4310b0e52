package dev.convoy.cli.config;

import java.util.List;
import java.util.SequencedMap;

/** A piece of YAML that knows its line, so that a complaint can name it. */
sealed interface YamlNode {
    int line();

    record Scalar(String text, int line) implements YamlNode {}

    record Items(List<YamlNode> items, int line) implements YamlNode {}

    record Mapping(SequencedMap<String, Entry> entries, int line) implements YamlNode {}

    /** @param keyLine where the key stands; its value may start further down */
    record Entry(int keyLine, YamlNode value) {}
}
