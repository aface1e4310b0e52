package dev.convoy.evaluator;

import java.util.SortedSet;

/**
 * One host to be evaluated.
 *
 * @param condition only if it holds for the host's tags is its system evaluated too
 * @param fleetwideTags those of the convoy output, which count where the host itself says nothing about tags
 */
record HostWork(HostName host, TagCondition condition, SortedSet<String> fleetwideTags) {}
