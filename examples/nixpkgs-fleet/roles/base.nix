# What every host has.
{ pkgs, ... }:
{
  system.stateVersion = "26.05";
  nixpkgs.hostPlatform = "x86_64-linux";

  # One way to put machines of one kind under NixOS; yours come from nixos-generate-config.
  boot.loader.systemd-boot.enable = true;
  boot.loader.efi.canTouchEfiVariables = true;
  boot.initrd.availableKernelModules = [ "virtio_pci" "virtio_blk" "virtio_scsi" "ahci" "nvme" ];
  fileSystems."/" = { device = "/dev/disk/by-label/nixos"; fsType = "ext4"; };
  fileSystems."/boot" = { device = "/dev/disk/by-label/boot"; fsType = "vfat"; };

  # How Convoy gets in: as this user, becoming root by sudo. Being trusted lets it bring systems that nobody signed.
  users.users.deploy = {
    isNormalUser = true;
    extraGroups = [ "wheel" ];
    openssh.authorizedKeys.keyFiles = [ ../keys/operators.pub ];
  };
  security.sudo.wheelNeedsPassword = false;
  nix.settings.trusted-users = [ "root" "deploy" ];
  nix.settings.experimental-features = [ "nix-command" "flakes" ];
  deployment.targetUser = "deploy";

  services.openssh = {
    enable = true;
    settings.PasswordAuthentication = false;
    settings.PermitRootLogin = "no";
  };

  time.timeZone = "UTC";
  environment.systemPackages = [ pkgs.htop ];
  nix.gc = { automatic = true; options = "--delete-older-than 30d"; };
}
