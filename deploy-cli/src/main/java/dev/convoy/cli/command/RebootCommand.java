package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.reboot.RebootRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What only a restart puts in force: kernels, and systems that were deployed with goal boot. */
@Command(
        name = "reboot",
        header = "Restart hosts, in waves: as a deployment goes, one at a time if nothing is said.",
        description = {
            "",
            "A host is done when it answers as another boot, runs what it was to boot, and stays healthy for --soak. The first that is not stops the rest, unless limits allow it.",
            "What was restarted cannot be put back. Only a host whose boot is on trial goes back to the system before if it is not well.",
            "A host that a run of convoy holds is not restarted."
        },
        sortOptions = false,
        optionListHeading = "%n")
@Takes(
        value = {
            Setting.Group.CONFIRMATION,
            Setting.Group.EVALUATION,
            Setting.Group.CONNECTION,
            Setting.Group.OFFLINE,
            Setting.Group.REBOOT,
            Setting.Group.ROLLOUT,
            Setting.Group.WINDOWS,
            Setting.Group.OUTPUT
        },
        but =
                @Takes.Narrowed(
                        setting = Setting.ON_FAILURE,
                        words = {"host", "stop", "pause"},
                        doc =
                                "when too many hosts fail, begin no more, and: host (one whose boot is on trial goes back if it is not well), stop (not even that) or pause (ask)"))
final class RebootCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--if-needed",
            description = "Only hosts that run another kernel, or another system, than they would boot.")
    private boolean ifNeeded;

    @Override
    public ExitCode run(Session session) {
        return RebootRun.run(
                session, hosts.selector(), ifNeeded ? RebootRun.Which.IN_NEED : RebootRun.Which.ALL, json.isOn());
    }
}
