/**
 * In which order a fleet is changed, and when that stops: stages, waves, dependencies, budgets, failure limits. Values and
 * pure functions only; what a host is, is for the caller to say.
 */
@NullMarked
package dev.convoy.activation.rollout;

import org.jspecify.annotations.NullMarked;
