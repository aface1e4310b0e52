package dev.convoy.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.LocalMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A flake that needs no network and no nixpkgs: bare derivations that /bin/sh builds. */
final class OfflineFlake {
    private static final String HEAD = """
            {
              outputs = { self }: let
                sh = name: deps: script: derivation {
                  inherit name deps;
                  system = builtins.currentSystem or "x86_64-linux";
                  builder = "/bin/sh";
                  PATH = "/usr/bin:/bin";
                  args = [ "-c" script ];
                };
                top = name: deps: sh "nixos-system-${name}" deps "mkdir $out; echo ${name} $deps > $out/name";
                host = name: more: { config = { system.build.toplevel = top name [ ]; } // more; };
                hostWith = name: deps: { config.system.build.toplevel = top name deps; };
              in {
            """;

    private final Path directory;

    private OfflineFlake(Path directory) {
        this.directory = directory;
    }

    /** @param outputs what stands in the set of outputs, with {@code sh}, {@code top}, {@code host} and {@code hostWith} in scope */
    static OfflineFlake in(Path directory, String outputs) {
        OfflineFlake flake = new OfflineFlake(directory);
        flake.outputs(outputs);
        return flake;
    }

    OfflineFlake outputs(String outputs) {
        return file("flake.nix", HEAD + outputs + "\n  };\n}\n");
    }

    OfflineFlake file(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OfflineFlake commit(String... paths) {
        git("init", "--quiet", "--initial-branch=main");
        for (String path : paths) {
            git("add", path);
        }
        git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "test");
        return this;
    }

    Path directory() {
        return directory;
    }

    FlakeRef ref() {
        return new FlakeRef(directory.toString());
    }

    private void git(String... words) {
        var line = new java.util.ArrayList<>(List.of("git", "-C", directory.toString()));
        line.addAll(List.of(words));
        try (LocalMachine machine = new LocalMachine()) {
            Finished done = machine.run(Command.of(line));
            assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
