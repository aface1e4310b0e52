package dev.convoy.cli.plan;

import dev.convoy.activation.ActivationGoal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a run goes. */
public enum Goal {
    BUILD(Optional.empty()),
    PUSH(Optional.empty()),
    DRY_ACTIVATE(Optional.of(ActivationGoal.DRY_ACTIVATE)),
    TEST(Optional.of(ActivationGoal.TEST)),
    SWITCH(Optional.of(ActivationGoal.SWITCH)),
    BOOT(Optional.of(ActivationGoal.BOOT)),
    /** Nothing is brought; what boots is put in force. Not one of those that can be deployed. */
    REBOOT(Optional.empty());

    private final Optional<ActivationGoal> activation;

    Goal(Optional<ActivationGoal> activation) {
        this.activation = activation;
    }

    /** What is asked of the host; empty where nothing is activated. */
    public Optional<ActivationGoal> activation() {
        return activation;
    }

    /** Whether the closure is to be on the host afterwards. */
    public boolean copies() {
        return this != BUILD && this != REBOOT;
    }

    /** Whether the host runs or boots something else afterwards, which an operator should have agreed to. */
    public boolean changesHosts() {
        return this == REBOOT || (activation.isPresent() && this != DRY_ACTIVATE);
    }

    /** As on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Goal> ofWord(String word) {
        return Stream.of(values()).filter(g -> g.word().equals(word)).findFirst();
    }

    /** One that can be deployed. */
    public static Optional<Goal> deployed(String word) {
        return ofWord(word).filter(goal -> goal != REBOOT);
    }

    /** Those that can be deployed. */
    public static List<String> words() {
        return Stream.of(values())
                .filter(goal -> goal != REBOOT)
                .map(Goal::word)
                .toList();
    }
}
