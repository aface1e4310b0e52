package dev.convoy.activation;

import java.util.List;

/** A unit that failed, with the last lines of its journal. */
public record FailedUnit(String unit, List<String> journal) {}
