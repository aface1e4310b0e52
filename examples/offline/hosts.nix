# The fleet. What a host may say is listed at the top of lib.nix.
let
  web = {
    tags = [ "web" ];
    packages = [ "shop-site" "shop-static" ];
    units."shop-site.service" = ''
      [Unit]
      Description=The site of the shop

      [Service]
      ExecStart=/bin/sleep infinity
    '';
    libraries = 24;
  };
in
{
  web1 = web;
  web2 = web;

  db1 = {
    tags = [ "db" ];
    packages = [ "shop-db" ];
    units."shop-db.service" = ''
      [Unit]
      Description=The database of the shop

      [Service]
      ExecStart=/bin/sleep infinity
    '';
    etc."shop/db.conf" = ''
      port = 5432
      connections = 100
    '';
    libraries = 30;
  };
}
