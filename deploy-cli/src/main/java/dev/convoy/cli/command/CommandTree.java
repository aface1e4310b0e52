package dev.convoy.cli.command;

import dev.convoy.cli.ExitCode;
import dev.convoy.cli.config.Settings;
import dev.convoy.cli.config.SettingsLoader;
import dev.convoy.cli.run.Session;
import dev.convoy.cli.run.Surroundings;
import dev.convoy.cli.run.reach.HeadStart;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands that there are, from the arguments to the exit code. Only the subcommand that is called is built: looking
 * through the annotations of all of them costs more than most of them take to run.
 */
public final class CommandTree {
    private static final SequencedMap<String, Class<? extends Verb>> VERBS = new java.util.LinkedHashMap<>();

    static {
        VERBS.put("deploy", DeployCommand.class);
        VERBS.put("plan", PlanCommand.class);
        VERBS.put("build", BuildCommand.class);
        VERBS.put("push", PushCommand.class);
        VERBS.put("check", CheckCommand.class);
        VERBS.put("status", StatusCommand.class);
        VERBS.put("generations", GenerationsCommand.class);
        VERBS.put("history", HistoryCommand.class);
        VERBS.put("resume", ResumeCommand.class);
        VERBS.put("rollback", RollbackCommand.class);
        VERBS.put("reboot", RebootCommand.class);
        VERBS.put("unlock", UnlockCommand.class);
        VERBS.put("exec", ExecCommand.class);
        VERBS.put("ssh", SshCommand.class);
        VERBS.put("config", ConfigCommand.class);
        VERBS.put("completion", CompletionCommand.class);
        VERBS.put("man", ManCommand.class);
        VERBS.put("demo", DemoCommand.class);
    }

    private static final Set<String> WITHOUT_FLEET = Set.of("history", "config", "completion", "man", "demo");

    private final Surroundings surroundings;

    public CommandTree(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public ExitCode run(String... arguments) throws InterruptedException {
        Optional<String> called =
                Stream.of(arguments).filter(a -> !a.startsWith("-")).findFirst().filter(VERBS::containsKey);
        called.filter(name -> !WITHOUT_FLEET.contains(name)).ifPresent(_ -> HeadStart.begin());
        CommandLine root = called.map(name -> root(Map.of(name, VERBS.getOrDefault(name, ConvoyCommand.class))))
                .orElseGet(() -> asksOnlyForVersion(arguments) ? root(Map.of()) : whole());
        root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        try {
            return run(root.parseArgs(arguments));
        } catch (CommandLine.ParameterException e) {
            surroundings.err().println("convoy: " + UsageMessage.of(e));
            surroundings
                    .err()
                    .println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return ExitCode.USAGE;
        }
    }

    private static boolean asksOnlyForVersion(String... arguments) {
        return arguments.length > 0 && Stream.of(arguments).allMatch(a -> a.equals("-V") || a.equals("--version"));
    }

    /** With every subcommand, for help, completions and man pages. */
    static CommandLine whole() {
        return root(VERBS);
    }

    private static CommandLine root(Map<String, Class<? extends Verb>> verbs) {
        CommandLine root = new CommandLine(new ConvoyCommand());
        verbs.forEach((name, type) -> root.addSubcommand(name, subcommand(type)));
        addHelp(root.getCommandSpec());
        root.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version and leave.")
                        .build());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        root.setUsageHelpWidth(100);
        root.setUsageHelpAutoWidth(false);
        root.setAbbreviatedOptionsAllowed(false);
        return root;
    }

    private static CommandLine subcommand(Class<? extends Verb> type) {
        CommandLine command = new CommandLine(type);
        command.getCommandSpec().usageMessage().abbreviateSynopsis(true);
        Takes takes = type.getAnnotation(Takes.class);
        if (takes != null) {
            SettingFlags.addTo(command.getCommandSpec(), takes);
        }
        return command;
    }

    private static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and leave.")
                .build());
        spec.subcommands().values().forEach(sub -> addHelp(sub.getCommandSpec()));
    }

    private ExitCode run(ParseResult parsed) throws InterruptedException {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            command.usage(surroundings.out());
            return ExitCode.SUCCESS;
        }
        if (last.isVersionHelpRequested()) {
            command.printVersionHelp(surroundings.out());
            return ExitCode.SUCCESS;
        }
        Settings settings =
                new SettingsLoader(surroundings.environment(), surroundings.directory()).load(SettingFlags.read(last));
        Verb verb = (Verb) last.commandSpec().userObject();
        return verb.run(new Session(surroundings, settings));
    }
}
