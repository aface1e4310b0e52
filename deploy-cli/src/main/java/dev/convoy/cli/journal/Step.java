package dev.convoy.cli.journal;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is about to be asked of a host. Written before the host is asked, so a host may be further than its journal, never less far. */
public enum Step {
    /** Its activation is begun: from here on the host may run something else. */
    BEGIN,
    /** It runs the new system, and will go back by itself. */
    ON_TRIAL,
    /** It is well: the new system is made final. */
    CONFIRM,
    /** The system of before is put back. */
    REVERT,
    /** What cannot be switched to live is made what boots. */
    STAGE,
    /** It is restarted. */
    REBOOT;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Step> ofWord(String word) {
        return Stream.of(values()).filter(step -> step.word().equals(word)).findFirst();
    }
}
