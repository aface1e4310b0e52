package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Setting;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.look.HistoryRun;
import dev.convoy.cli.run.look.LedgerRun;
import dev.convoy.cli.usage.UsageException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who deployed what, where, with what result: from this machine's journals, or from the hosts' own ledgers. */
@Command(
        name = "history",
        header = "Show who deployed what where, with what result.",
        description = {
            "",
            "Reads the journals of the runs that this machine made. With --hosts, reads what the hosts themselves recorded,"
                    + " whoever deployed to them from wherever."
        },
        sortOptions = false,
        optionListHeading = "%n")
@Takes({Setting.Group.EVALUATION, Setting.Group.CONNECTION, Setting.Group.OUTPUT})
final class HistoryCommand implements Verb {
    private static final int MOST = 20;

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "One run, host by host: its name, or a beginning or an end of it that no other has.")
    private Optional<String> run = Optional.empty();

    @Option(names = "--hosts", description = "Ask the hosts. --on chooses which, and means this too.")
    private boolean fromHosts;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "So many runs, or so many entries of each host, at most; the latest (default: 20).")
    private int most = MOST;

    @Mixin
    private HostOptions hosts = new HostOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public ExitCode run(Session session) {
        if (most < 1) {
            throw new UsageException("--limit must be a number from 1, not " + most);
        }
        boolean asksHosts = fromHosts || hosts.areGiven();
        if (run.isPresent()) {
            if (asksHosts) {
                throw new UsageException("a run is read from this machine's journal; leave out --hosts and --on");
            }
            return HistoryRun.one(session, run.get(), json.isOn());
        }
        return asksHosts
                ? LedgerRun.run(session, hosts.selector(), most, json.isOn())
                : HistoryRun.list(session, most, json.isOn());
    }
}
