# The database. It has cores to spare and a slow line, so it builds its system itself.
{ pkgs, ... }:
{
  deployment = {
    targetHost = "db1.example.org";
    tags = [ "db" ];
    buildOnTarget = true;
  };

  services.postgresql = {
    enable = true;
    package = pkgs.postgresql_17;
    ensureDatabases = [ "shop" ];
    ensureUsers = [{ name = "shop"; ensureDBOwnership = true; }];
  };
}
