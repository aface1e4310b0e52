package dev.convoy.cli.run.frame;

import dev.convoy.cli.report.Line;
import java.util.List;

/** Whoever can be asked. */
public interface Operator {
    boolean canBeAsked();

    /**
     * @param words the answers that there are
     * @return one of them
     */
    String choose(List<Line> lines, String question, List<String> words) throws InterruptedException;
}
