# A web server: serves what is in site/, and is reached from the edge only.
{ ... }:
{
  deployment.tags = [ "web" ];

  services.nginx = {
    enable = true;
    virtualHosts.default = {
      default = true;
      root = ../site;
    };
  };
  networking.firewall.allowedTCPPorts = [ 80 ];
}
