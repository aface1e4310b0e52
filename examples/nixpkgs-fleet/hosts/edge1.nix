# The edge: takes HTTPS from everyone and spreads it over the web servers. SSH listens on another port here.
{
  deployment = {
    targetHost = "edge1.example.org";
    targetPort = 2222;
    tags = [ "edge" ];
  };
  services.openssh.ports = [ 2222 ];

  security.acme = { acceptTerms = true; defaults.email = "ops@example.org"; };
  services.nginx = {
    enable = true;
    recommendedProxySettings = true;
    recommendedTlsSettings = true;
    upstreams.web.servers = { "web1.example.org:80" = { }; "web2.example.org:80" = { }; };
    virtualHosts."shop.example.org" = {
      enableACME = true;
      forceSSL = true;
      locations."/".proxyPass = "http://web";
    };
  };
  networking.firewall.allowedTCPPorts = [ 80 443 ];
}
