# The NixOS module that has a host go back from a boot that convoy does not confirm (docs/activation.md).
#
# One service, which at each boot looks for a file of convoy's, and ends at once where it is not there. All that it starts was
# left on the host by the convoy that deployed the system: nothing here has to change with convoy.
{
  systemd.units."convoy-boot-confirmation.service" = {
    text = builtins.replaceStrings [ "@script@" ] [ "${./boot-confirmation.sh}" ] (
      builtins.readFile ./convoy-boot-confirmation.service
    );
    # Soon, and where the boot ends in an emergency shell, too: such a boot is to be gone back from.
    wantedBy = [
      "sysinit.target"
      "rescue.target"
      "emergency.target"
    ];
  };
}
