package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what convoy would do by itself, and who told it so. */
@Command(
        name = "config",
        header = "Show every setting with its value and where it came from.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.OUTPUT,
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.OFFLINE,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.ACTIVATION,
    Setting.Group.ROLLOUT,
    Setting.Group.WINDOWS,
    Setting.Group.REBOOTS,
    Setting.Group.REBOOT,
    Setting.Group.CONFIRMATION
})
final class ConfigCommand implements Verb {
    enum Action {
        show
    }

    @Parameters(arity = "0..1", paramLabel = "show", description = "The only thing to do with it.")
    private Action action = Action.show;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        String text = switch (action) {
            case show -> json.isOn() ? ConfigText.json(session.settings()) : ConfigText.table(session.settings());
        };
        session.surroundings().out().print(text);
        return ExitCode.SUCCESS;
    }
}
