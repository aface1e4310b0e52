package dev.convoy.activation.rollout;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What happens when a failure limit is reached. Nothing more is begun in any case. */
public enum OnFailure {
    /** Ask the operator; where nobody can be asked, as {@link #HOST}. */
    PAUSE,
    /** Put nothing back: what runs the new system goes on running it, ill or not. */
    STOP,
    /** Put back the hosts that failed, and no others. */
    HOST,
    /** Put back the hosts of this wave. */
    WAVE,
    /** Put back every host that this run changed. */
    RUN;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a host that turns out ill goes back by itself. */
    public boolean putsBackIllHosts() {
        return this != STOP;
    }

    public static List<String> words() {
        return Stream.of(values()).map(OnFailure::word).toList();
    }
}
