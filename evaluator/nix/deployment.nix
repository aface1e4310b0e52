# The NixOS module that declares `deployment.*`, with colmena's names and `transfer`: where a host is and how it is reached.
#
# Nothing in it changes the system that is built: it declares options and defines no other. What is left at its default
# says nothing, and convoy goes on to the next place that may know (docs/flake.md).
{ lib, config, ... }:
let
  inherit (lib) mkOption types literalExpression;
in
{
  options.deployment = {
    targetHost = mkOption {
      type = types.nullOr (types.either types.str (types.nonEmptyListOf types.str));
      default = config.networking.hostName;
      defaultText = literalExpression "the host's attribute under nixosConfigurations";
      example = "web1.example.org";
      description = ''
        Name or address that SSH connects to, or a list of them: the next one is tried where there is no connection to the
        one before. With `null` the host is only ever deployed to by itself
        (`convoy deploy` run on it, see {option}`deployment.allowLocalDeployment`).
      '';
    };

    targetPort = mkOption {
      type = types.nullOr types.port;
      default = null;
      example = 2222;
      description = "Port of the host's SSH server. With `null` the SSH configuration decides.";
    };

    targetUser = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "deploy";
      description = "User to log in as. With `null` the SSH configuration decides.";
    };

    sshOptions = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "-J" "bastion.example.org" ];
      description = "Further arguments, as the `ssh` command takes them.";
    };

    tags = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "web" "eu" ];
      description = "Names for groups of hosts, for selectors such as `--on @web`.";
    };

    buildOnTarget = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the host builds its own system, instead of the machine that convoy runs on.";
    };

    allowLocalDeployment = mkOption {
      type = types.bool;
      default = false;
      description = "Whether the host may be deployed to by convoy running on the host itself.";
    };

    privilegeEscalationCommand = mkOption {
      type = types.listOf types.str;
      default = [ "sudo" "-H" "--" ];
      example = [ "doas" ];
      description = "Command that gives a user other than root its rights, put in front of what needs them.";
    };

    substituteOnDestination = mkOption {
      type = types.bool;
      default = true;
      description = "Whether the host may fetch from its own caches what it can fetch sooner than it can be sent.";
    };

    transfer = mkOption {
      type = types.enum [ "direct" "cache" ];
      default = "direct";
      description = ''
        How the host's system reaches it: `direct`, from the machine that convoy runs on; or `cache`, copied once to a cache,
        from where the host fetches it. Which cache that is, the operator says (`--cache`).
      '';
    };
  };
}
