# Hosts whose systems are only there to be copied: so many paths, of such sizes, that refer to each other and hold what real
# programs hold. The bench writes hosts.nix.
{
  description = "What the transfer bench copies";

  outputs = { self }:
    let
      derive = name: attributes: derivation ({
        inherit name;
        system = "x86_64-linux";
        builder = "/bin/sh";
        PATH = "/usr/bin:/bin";
        __noChroot = true; # a sandbox has no /usr/bin
      } // attributes);

      digits = i: (if i < 10 then "000" else if i < 100 then "00" else if i < 1000 then "0" else "") + toString i;

      # `base` is the version of the one library that everything else uses: with another, every path changes its name, and
      # nothing but the names in its files.
      mkHost = name: { data, base, small, smallKib, large, largeMib }:
        let
          library = derive "base-library-1" { version = base; args = [ "-c" "echo $version > $out" ]; };

          # Files cut out of `data`, a different place for each, with references among them as in programs.
          package = kind: i: kib: offset: uses: derive "${kind}-${digits i}-1.0" {
            inherit data kib offset;
            references = [ library ] ++ uses;
            args = [ "-eu" ./package.sh ];
          };

          earlier = i: map (j: builtins.elemAt smalls j) (if i < 2 then [ ] else [ (i / 2) (i / 3) ]);
          smalls = builtins.genList (i: package "small" i smallKib (i * smallKib) (earlier i)) small;
          larges = builtins.genList
            (i: package "large" i (largeMib * 1024) (small * smallKib + i * largeMib * 1024) [ ])
            large;
        in
        {
          config.system.build.toplevel = derive "nixos-system-${name}-${base}" {
            packages = smalls ++ larges;
            args = [ "-eu" ./toplevel.sh ];
          };
          config.deployment = { targetHost = name; targetUser = "root"; };
        };
    in
    {
      nixosConfigurations = builtins.mapAttrs mkHost (import ./hosts.nix);
    };
}
