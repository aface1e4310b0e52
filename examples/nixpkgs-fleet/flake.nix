{
  description = "A small fleet: an edge proxy, two web servers, a database";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    convoy.url = "git+https://example.org/convoy"; # where you have Convoy from
  };

  outputs = { self, nixpkgs, convoy }:
    let
      host = name: nixpkgs.lib.nixosSystem {
        modules = [
          convoy.nixosModules.deployment # declares deployment.*
          ./roles/base.nix
          ./hosts/${name}.nix
          { networking.hostName = name; }
        ];
      };
    in
    {
      nixosConfigurations = nixpkgs.lib.genAttrs [ "edge1" "web1" "web2" "db1" ] host;
    };
}
