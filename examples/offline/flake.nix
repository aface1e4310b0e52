{
  description = "A fleet that needs neither nixpkgs nor a network: three small systems in the shape of NixOS";

  outputs = { self }:
    let lib = import ./lib.nix; in
    {
      inherit lib;
      nixosConfigurations = builtins.mapAttrs lib.mkHost (import ./hosts.nix);
    };
}
