package dev.convoy.cli.report;

import dev.convoy.cli.event.HostOutcome;
import java.nio.charset.Charset;

/** The signs that stand before hosts and in bars: as Unicode, or as ASCII where the output cannot hold more. */
public record Marks(
        String succeeded,
        String unchanged,
        String rolledBack,
        String failed,
        String skipped,
        String unknown,
        String running,
        String waiting,
        String barDone,
        String barRest) {
    /** No sign of the old line-drawing set, which some terminals are still switched over for. */
    public static final Marks UNICODE = new Marks("✓", "=", "↺", "✗", "-", "?", "▸", "·", "━", "╌");

    public static final Marks ASCII = new Marks("+", "=", "<", "x", "-", "?", ">", ".", "#", "-");

    /** Those that the character set can hold. */
    public static Marks in(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode("✓↺✗▸·━╌") ? UNICODE : ASCII;
    }

    public Line of(HostOutcome outcome) {
        return switch (outcome) {
            case HostOutcome.Succeeded(var _, var warnings) ->
                Line.of(succeeded, warnings.isEmpty() ? Tone.GOOD : Tone.WARNING);
            case HostOutcome.Unchanged _ -> Line.of(unchanged, Tone.GOOD);
            case HostOutcome.RolledBack _ -> Line.of(rolledBack, Tone.BAD);
            case HostOutcome.Failed _ -> Line.of(failed, Tone.BAD);
            case HostOutcome.Skipped _ -> Line.of(skipped, Tone.DIM);
            case HostOutcome.Indeterminate _ -> Line.of(unknown, Tone.WARNING);
        };
    }

    /** A bar of so many columns, filled up to the fraction. */
    public Line bar(double fraction, int columns) {
        int done = (int) Math.round(Math.clamp(fraction, 0, 1) * columns);
        return Line.of(barDone.repeat(done), Tone.ACTIVE).with(barRest.repeat(columns - done), Tone.DIM);
    }
}
