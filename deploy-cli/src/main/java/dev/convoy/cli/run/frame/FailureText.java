package dev.convoy.cli.run.frame;

import dev.convoy.cli.event.Failure;
import dev.convoy.cli.report.Line;
import dev.convoy.cli.report.Tone;
import java.util.ArrayList;
import java.util.List;

/** A failure for people, where no report of a run shows it. */
public final class FailureText {
    private FailureText() {}

    static List<Line> of(Failure failure) {
        return of("convoy", failure);
    }

    /** @param who what failed, such as a host's name */
    public static List<Line> of(String who, Failure failure) {
        List<Line> lines = new ArrayList<>();
        Line code = failure.code().equals("usage") ? Line.EMPTY : Line.of(" [" + failure.code() + "]", Tone.DIM);
        lines.add(Line.of(who + ": ", Tone.STRONG)
                .with(failure.message(), Tone.BAD)
                .with(code));
        failure.detail().forEach(detail -> lines.add(Line.of("    " + detail, Tone.DIM)));
        failure.hints().forEach(hint -> lines.add(Line.of("  " + hint)));
        return lines;
    }
}
