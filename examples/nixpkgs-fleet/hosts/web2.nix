{
  imports = [ ../roles/web.nix ];
  deployment.targetHost = "web2.example.org";
}
