# A system in the shape of NixOS, from nothing but /bin/sh: `config.system.build.toplevel` has the files of a NixOS system,
# and its bin/switch-to-configuration does what NixOS's does, in small.
let
  version = import ./version.nix;

  derive = system: name: attributes: derivation ({
    inherit name system;
    builder = "/bin/sh";
    PATH = "/usr/bin:/bin";
    __noChroot = true; # a sandbox has no /usr/bin
  } // attributes);

  numbers = first: last: builtins.genList (i: first + i) (if last < first then 0 else last - first + 1);
  digits = i: (if i < 100 then "0" else "") + (if i < 10 then "0" else "") + toString i;
in
rec {
  # A package: a few files, and references to other packages. The data is the same at every build and does not compress.
  mkPackage = system: { name, version, references ? [ ], kilobytes ? 4, fail ? null }: derive system "${name}-${version}" {
    inherit references kilobytes;
    package = "${name} ${version}";
    broken = fail == "build";
    args = [ "-e" ./package.sh ];
  };

  # Libraries that use each other: number i uses i/2 and i/3. `kilobytes` each; every eighth is `large` times that.
  mkLibraries = system: { count, kilobytes ? 4, large ? 8 }:
    let
      library = i: mkPackage system {
        name = "library-${digits i}";
        version = "2.${toString i}";
        references = map (j: builtins.elemAt all (j - 1)) (builtins.filter (j: j > 0) [ (i / 2) (i / 3) ]);
        kilobytes = if i / 8 * 8 == i then kilobytes * large else kilobytes;
      };
      all = map library (numbers 1 count);
    in
    all;

  # A host. `fail` makes it break, each value at another point: "eval", "build", "check" (exit 1, nothing touched),
  # "activate" (exit 2), "unit" (exit 4), "hang", "interface" (exit 100).
  mkHost = name:
    { system ? "x86_64-linux"
    , tags ? [ ]
    , deployment ? { }
    , packages ? [ ]
    , units ? { }
    , etc ? { }
    , message ? builtins.readFile ./message.txt
    , kernel ? "6.12.58"
    , libraries ? 24
    , kilobytes ? 4
    , fail ? null
    }:
    let
      libs = mkLibraries system { count = libraries; inherit kilobytes; };
      installed = libs ++ map (p: mkPackage system { name = p; inherit version fail; references = libs; }) packages;

      failing = if fail != "unit" then { } else {
        "shop-broken.service" = "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'echo cannot open /var/lib/shop >&2; exit 3'\n";
      };
      allUnits = units // failing;
      files = {
        "convoy-example/motd" = message;
        "convoy-example/host" = name + "\n";
      } // etc // builtins.listToAttrs (map
        (unit: { name = "systemd/system/${unit}"; value = allUnits.${unit}; })
        (builtins.attrNames allUnits));

      toplevel = derive system "nixos-system-${name}-${version}" {
        inherit version fail;
        args = [ "-e" ./toplevel.sh ];
        switch = ./switch-to-configuration.sh;
        activate = ./activate.sh;
        units = builtins.attrNames allUnits;
        sw = derive system "system-path" { inherit installed; args = [ "-e" ./system-path.sh ]; };
        etc = derive system "etc" {
          paths = builtins.attrNames files;
          contents = builtins.attrValues (builtins.mapAttrs (path: text: builtins.toFile (baseNameOf path) text) files);
          args = [ "-e" ./etc.sh ];
        };
        kernel = mkPackage system { name = "linux"; version = kernel; kilobytes = 64; };
        initrd = mkPackage system { name = "initrd-linux"; version = kernel; kilobytes = 64; };
        modules = mkPackage system { name = "linux-modules"; version = kernel; kilobytes = 64; };
      };
    in
    if fail == "eval" then throw "the configuration of ${name} is broken on purpose" else {
      config = {
        system.build.toplevel = toplevel;
        networking.hostName = name;
        deployment = { inherit tags; targetHost = name; targetUser = "root"; } // deployment;
      };
    };
}
