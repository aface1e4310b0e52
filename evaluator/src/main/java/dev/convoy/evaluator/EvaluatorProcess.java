package dev.convoy.evaluator;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.ExitStatus;
import dev.convoy.store.machine.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One {@code nix eval} of one flake. */
final class EvaluatorProcess {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * How it ended.
     *
     * @param stoppedAt the host that was being evaluated then
     * @param error Nix's own words, empty if it said nothing
     */
    record End(ExitStatus exit, String stdout, Optional<String> stoppedAt, String error) {}

    private final NixCli nix;
    private final LockedFlake flake;
    private final boolean impure;
    private final Consumer<String> messages;

    EvaluatorProcess(NixCli nix, LockedFlake flake, boolean impure, Consumer<String> messages) {
        this.nix = nix;
        this.flake = flake;
        this.impure = impure;
        this.messages = messages;
    }

    /** Evaluates the hosts in their order; ends at the first that does not evaluate. */
    End hosts(List<HostWork> work, BiConsumer<String, JsonNode> answers) throws InterruptedException {
        String marker = marker();
        return run("nixosConfigurations", FleetExpression.hosts(marker, work), marker, answers);
    }

    /** Applies a function to one output and prints its value. */
    End output(String output, String function) throws InterruptedException {
        return run(output, function, marker(), (host, answer) -> {});
    }

    private End run(String output, String function, String marker, BiConsumer<String, JsonNode> answers)
            throws InterruptedException {
        Command command = nix.evalApply(flake.url(), output, function, impure);
        var reader = new AnswerReader(marker, answers, messages);
        var printed = new ByteArrayOutputStream();
        try (Running running = nix.start(command, "evaluating " + flake.original())) {
            Thread errors = Thread.ofVirtual().name("evaluator stderr").start(() -> reader.read(running.stderr()));
            Thread value = Thread.ofVirtual().name("evaluator stdout").start(() -> copy(running.stdout(), printed));
            ExitStatus exit = running.waitFor();
            errors.join();
            value.join();
            return new End(exit, printed.toString(StandardCharsets.UTF_8), reader.current(), reader.error());
        }
    }

    private static void copy(InputStream in, ByteArrayOutputStream out) {
        try {
            in.transferTo(out);
        } catch (IOException e) {
            // The process was ended; its exit status tells the story.
            return;
        }
    }

    private static String marker() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return "convoy-" + HexFormat.of().formatHex(random) + " ";
    }
}
