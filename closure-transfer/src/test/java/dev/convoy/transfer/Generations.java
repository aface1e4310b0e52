package dev.convoy.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoy.store.info.Closure;
import dev.convoy.store.machine.Command;
import dev.convoy.store.machine.Finished;
import dev.convoy.store.machine.Machine;
import dev.convoy.store.path.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The same system, built again and again with another low-level dependency: what differs is the hashes in its files, which
 * move nothing. Forty small paths, and a large one of many files.
 */
final class Generations {
    private static final String EXPRESSION = """
            { salt }: let
              build = name: script: inputs: derivation ({
                inherit name; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" script ];
                PATH = "/usr/bin:/bin";
              } // inputs);
              libc = build "libc-1.0" "mkdir $out; echo $salt > $out/libc.so" { inherit salt; };
              library = before: n: build "lib-${toString n}-2.${toString n}" ''
                mkdir -p $out/bin $out/share
                for i in 1 2 3; do echo "$out links $libc and $before $i ${toString n}" > $out/bin/tool-$i; done
                seq ${toString n} 150 > $out/share/data
              '' { inherit libc before; };
              small = builtins.foldl' library libc (builtins.genList (n: n) 40);
              large = build "large" ''
                mkdir -p $out
                i=0; while [ $i -lt 10 ]; do
                  { head -c 1000000 /dev/zero | openssl enc -aes-128-ctr -pass pass:$i -nosalt 2>/dev/null
                    echo "$out $libc"; } > $out/file-$i
                  i=$((i + 1)); done
              '' { inherit libc; };
            in build "system" "echo $small $large $salt > $out" { inherit small large salt; }
            """;

    private final Machine local;
    private final Path directory;

    Generations(Machine local, Path directory) {
        this.local = local;
        this.directory = directory;
    }

    Closure closure(String salt) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("generations.nix"), EXPRESSION);
        Finished done = local.run(Command.of("nix-build", "--no-out-link", file.toString(), "--argstr", "salt", salt)
                .within(Duration.ofMinutes(10)));
        assertThat(done.isSuccess()).as(done.stderr()).isTrue();
        return new ClosureTransfer(local)
                .closureOf(List.of(StorePath.parse(done.stdout().strip())));
    }
}
