package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.CacheAddress;
import dev.convoy.cli.config.Origin;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.plan.Goal;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.deploy.DeployRun;
import dev.convoy.cli.usage.UsageException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A deployment that ends when the closures are on the hosts, or in a cache. */
@Command(
        name = "push",
        header = "Build the systems of hosts and copy them there, without activating them.",
        sortOptions = false,
        optionListHeading = "%n")
@Takes({
    Setting.Group.EVALUATION,
    Setting.Group.CONNECTION,
    Setting.Group.OFFLINE,
    Setting.Group.BUILD_SITE,
    Setting.Group.BUILD,
    Setting.Group.TRANSFER,
    Setting.Group.OUTPUT
})
final class PushCommand implements Verb {
    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--to",
            paramLabel = "URL",
            description =
                    "Copy to this cache instead, as 'nix copy' takes it: file:///srv/cache, s3://bucket, https://cache,"
                            + " ssh-ng://host.")
    private Optional<String> cache = Optional.empty();

    @Override
    public ExitCode run(Session session) {
        if (cache.isEmpty()) {
            return DeployRun.run(session, "push", Goal.PUSH, hosts.selector(), json.isOn());
        }
        refuseWhatIsForHosts(session.settings());
        return DeployRun.push(session, CacheAddress.parse("--to", cache.get()), hosts.selector(), json.isOn());
    }

    /** A cache is filled by 'nix copy', which knows none of what is for connections to hosts; it signs, too. */
    private static void refuseWhatIsForHosts(Settings settings) {
        for (Setting setting : Setting.values()) {
            if (setting.group() == Setting.Group.TRANSFER
                    && setting != Setting.SIGN_WITH
                    && settings.value(setting).origin() instanceof Origin.Flag) {
                throw new UsageException(setting.flag()
                        + " is for copying to hosts: beside --to, where 'nix copy' copies, it does nothing");
            }
        }
    }
}
