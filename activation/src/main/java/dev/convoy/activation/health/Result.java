package dev.convoy.activation.health;

import dev.convoy.activation.FailedUnit;
import java.util.List;

/** What a probe found. That it could not be made says nothing of the host's health. */
public sealed interface Result {
    record Pass() implements Result {}

    /**
     * @param why one line
     * @param detail what the host printed, such as the journal of a unit
     */
    record Fail(String why, List<String> detail) implements Result {
        public Fail {
            detail = List.copyOf(detail);
        }
    }

    /** Units failed that had not failed before. */
    record UnitsFailed(List<FailedUnit> units) implements Result {
        public UnitsFailed {
            units = List.copyOf(units);
        }
    }

    record CouldNotTell(String why) implements Result {}

    default boolean isFailure() {
        return this instanceof Fail || this instanceof UnitsFailed;
    }
}
