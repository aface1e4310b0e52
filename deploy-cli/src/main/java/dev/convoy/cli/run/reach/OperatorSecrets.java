package dev.convoy.cli.run.reach;

import dev.convoy.cli.ui.NoTerminalException;
import dev.convoy.cli.ui.Prompt;
import dev.convoy.transfer.ssh.login.SshPrompts;
import java.util.Optional;

/** Asks for passphrases and passwords on the terminal. Interrupted or alone, it has no answer. */
final class OperatorSecrets implements SshPrompts {
    private final Prompt prompt;

    OperatorSecrets(Prompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public Optional<char[]> keyPassphrase(String keyFile) {
        return ask("Passphrase of " + keyFile + ":");
    }

    @Override
    public Optional<char[]> sudoPassword(String user, String host) {
        return ask("Password of " + user + " for sudo (" + host + " asks first):");
    }

    private Optional<char[]> ask(String question) {
        if (!prompt.isPossible()) {
            return Optional.empty();
        }
        try {
            return Optional.of(prompt.secret(question, "run convoy on a terminal"));
        } catch (NoTerminalException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
