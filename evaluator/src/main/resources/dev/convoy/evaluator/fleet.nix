# What convoy asks of a flake. Runs under `nix eval --apply` on the flake's own `nixosConfigurations` (or `convoy`)
# attribute, so that the flake is evaluated exactly as every other Nix command evaluates it, dirty trees included.
# Reads hosts, adds nothing to them: the derivations are those that nixos-rebuild would build. Works from Nix 2.8 on.
let
  # colmena's names, and one more. The value of any other key would be lost, so other keys are reported.
  known = [
    "targetHost"
    "targetPort"
    "targetUser"
    "sshOptions"
    "tags"
    "buildOnTarget"
    "allowLocalDeployment"
    "privilegeEscalationCommand"
    "substituteOnDestination"
    "transfer"
  ];

  # Nix 2.8 cannot print functions as JSON and would copy paths to the store.
  plain =
    value:
    if builtins.isFunction value then
      { is = "a function"; }
    else if builtins.isAttrs value then
      { is = "a set"; }
    else if builtins.isList value then
      map plain value
    else if builtins.isPath value then
      toString value
    else
      value;

  pick = keys: set: builtins.listToAttrs (map (name: { inherit name; value = plain set.${name}; }) keys);

  # What a set of facts says, its keys of no meaning to convoy apart.
  facts =
    options: set:
    if !(builtins.isAttrs set) then
      { wrong = plain set; }
    else
      let
        # Only an option's own default (priority 1500): nobody has said anything.
        said = key: (options.${key}.highestPrio or 0) < 1500;
        isKnown = key: builtins.elem key known;
        keys = builtins.attrNames set;
      in
      {
        facts = pick (builtins.filter (key: isKnown key && said key) keys) set;
        # A declared option belongs to whoever declared it; only undeclared keys can be slips.
        unknown = builtins.filter (key: !(isKnown key) && !(options ? ${key})) keys;
      };

  tagsOf =
    said: otherwise:
    let
      tags = (said.facts or { }).tags or otherwise;
    in
    if builtins.isList tags then tags else otherwise;

  holds =
    condition: tags:
    if builtins.isBool condition then
      condition
    else if condition ? tag then
      builtins.elem condition.tag tags
    else if condition ? all then
      builtins.all (one: holds one tags) condition.all
    else if condition ? any then
      builtins.any (one: holds one tags) condition.any
    else
      !(holds condition.not tags);

  system =
    host: toplevel:
    host.pkgs.stdenv.hostPlatform.system or host.config.nixpkgs.hostPlatform.system or toplevel.system;

  derivation =
    name: host:
    let
      toplevel = host.config.system.build.toplevel;
    in
    if !(builtins.isAttrs toplevel && toplevel ? drvPath) then
      throw "nixosConfigurations.${name}.config.system.build.toplevel is not a derivation"
    else
      {
        system = system host toplevel;
        drv = builtins.unsafeDiscardStringContext toplevel.drvPath;
        out = builtins.unsafeDiscardStringContext toplevel.outPath;
      };

  answer =
    { name, condition, tags }: host:
    let
      said = facts (host.options.deployment or { }) (host.config.deployment or { });
      chosen = holds condition (tagsOf said tags);
    in
    said // { host = name; } // (if chosen then derivation name host else { });
in
{
  # The plain `convoy` output. A package of that name comes first in Nix's search, and is not what is meant.
  convoy =
    output:
    if !(builtins.isAttrs output) then
      { wrong = plain output; }
    else if (output.type or "") == "derivation" then
      { }
    else
      {
        keys = builtins.attrNames output;
        hosts = builtins.mapAttrs (_: facts { }) (output.hosts or { });
      };

  # Host after host in the given order. Each is announced before it is touched and reported as soon as it is there, so
  # that whoever reads along knows at which host an evaluation ended.
  hosts =
    { marker, hosts }: configurations:
    let
      say = event: builtins.trace "${marker}${builtins.toJSON event}";
      report = work: say (answer work configurations.${work.name}) null;
      one = previous: work: builtins.seq previous (say { begin = work.name; } (report work));
    in
    builtins.foldl' one null hosts;
}
