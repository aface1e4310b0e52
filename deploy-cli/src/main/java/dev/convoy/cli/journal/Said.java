package dev.convoy.cli.journal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What whoever goes on with a run needs to know of how it was begun.
 *
 * @param directory where the operator stood
 * @param settings given by flags and variables: names and texts
 * @param files with settings that were read
 */
public record Said(String directory, Map<String, String> settings, List<String> files) {
    public Said {
        settings = Map.copyOf(new TreeMap<>(settings));
        files = List.copyOf(files);
    }
}
