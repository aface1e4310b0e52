package dev.convoy.activation;

import dev.convoy.store.Packaged;
import dev.convoy.store.machine.Command;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The shell scripts that run on hosts. Each is sent as a whole: nothing of convoy is installed there. */
enum HostScript {
    OBSERVE("observe.sh"),
    GENERATIONS("generations.sh"),
    LEDGER("ledger.sh"),
    DRY_ACTIVATE("dry-activate.sh"),
    START("detach.sh start.sh"),
    SUPERVISE(
            "lock.sh state.sh trial.sh record.sh switch-lock.sh switch.sh commit.sh boot-trial.sh finish.sh watch.sh supervise.sh"),
    UNITS("journal.sh units.sh"),
    FOLLOW("follow.sh"),
    ANSWER("trial.sh answer.sh"),
    CONCLUDE("journal.sh conclude.sh"),
    RESUME("detach.sh resume.sh"),
    UNLOCK("trial.sh detach.sh unlock.sh"),
    BOOT("boot.sh"),
    RESTART("restart.sh");

    private static final String SHARED = "host.sh";

    private final String files;

    /** @param files the parts of the script, in their order */
    HostScript(String files) {
        this.files = files;
    }

    /** The script as it runs: what all scripts share, then its own parts. */
    String text() {
        return Stream.of((SHARED + " " + files).split(" "))
                .map(file -> Packaged.text(HostScript.class, file))
                .collect(Collectors.joining());
    }

    /**
     * A command that runs it, without the comments: it is sent each time.
     *
     * @param positional the script's $1, $2…
     */
    Command command(String... positional) {
        String name = "convoy-" + files.substring(files.lastIndexOf(' ') + 1).replace(".sh", "");
        return Command.shell(name, Packaged.withoutComments(text()), positional);
    }
}
