package dev.convoy.cli.command;

import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.usage.Nearest;
import java.util.ArrayList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a goal as it is written on the command line. */
final class GoalConverter implements ITypeConverter<Goal> {
    @Override
    public Goal convert(String word) {
        return Goal.deployed(word)
                .orElseThrow(() -> new TypeConversionException("there is no goal " + word
                        + Nearest.suggestion(word, Goal.words()) + "; goals are " + String.join(", ", Goal.words())));
    }

    /** For completion scripts. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(Goal.words());
        }
    }
}
