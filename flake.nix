{
  description = "Convoy: declarative fleet deployment for Nix";

  # No inputs: a fleet that only takes the module must not have to lock a nixpkgs for it.
  outputs =
    { self }:
    {
      # Declares deployment.* for hosts that keep such facts in their NixOS configuration. Optional: see docs/flake.md.
      nixosModules = rec {
        # By way of imports, so that importing it twice is importing it once.
        deployment.imports = [ ./evaluator/nix/deployment.nix ];
        default = deployment;
        # Has a host go back from a boot that convoy does not confirm. Optional: see docs/activation.md.
        boot-confirmation.imports = [ ./activation/nix/boot-confirmation.nix ];
      };
    };
}
