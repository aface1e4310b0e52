package dev.convoy.cli.run;

import dev.convoy.cli.report.Line;
import java.util.List;

/** The person who started the run, as far as there is one to ask. */
interface Operator {
    /** Shows lines where people read, whatever else is drawn there. */
    void show(List<Line> lines);

    /** Whether there is a terminal and someone at it. */
    boolean canAnswer();

    boolean agrees(String question) throws InterruptedException;
}
