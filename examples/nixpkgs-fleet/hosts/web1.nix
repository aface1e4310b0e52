{
  imports = [ ../roles/web.nix ];
  deployment.targetHost = "web1.example.org";
}
