package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.resume.ResumeRun;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** For runs whose process died. */
@Command(
        name = "resume",
        header = "Go on with a run that was cut off: finish what was begun, and do the rest.",
        description = {
            "",
            "Reads from the hosts what became of them. A system that is still on trial is watched and confirmed, or"
                    + " put back; a host that went back because nobody answered it is begun again; the rest is done in the"
                    + " waves and under the limits that the run had.",
            "The flags that the run was begun with hold; those that are given now come on top."
        },
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.CONFIRMATION,
    Setting.Group.CONNECTION,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.ACTIVATION,
    Setting.Group.ROLLOUT,
    Setting.Group.REBOOTS,
    Setting.Group.REBOOT,
    Setting.Group.OUTPUT
})
final class ResumeCommand implements Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description =
                    "A run of 'convoy history': its name, or a beginning or an end of it that no other has. Without"
                            + " it, the latest that was cut off.")
    private Optional<String> run = Optional.empty();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        return ResumeRun.run(session, run, json.isOn());
    }
}
