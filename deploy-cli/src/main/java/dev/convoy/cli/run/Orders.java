package dev.convoy.cli.run;

import dev.convoy.cli.plan.Goal;
import dev.convoy.evaluator.LockedFlake;
import java.time.Duration;

/**
 * What all hosts of a run have in common.
 *
 * @param operator who answers for it, as hosts record it
 * @param flake what is deployed; its revision is recorded on the hosts
 * @param patience for {@code switch-to-configuration} on a host
 */
record Orders(String runId, Goal goal, String operator, LockedFlake flake, Duration patience) {}
