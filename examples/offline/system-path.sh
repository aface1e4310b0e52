# Builds what a host has on its PATH: one link per program. Environment: installed, out.
mkdir -p "$out/bin"
for package in $installed; do
    ln -s "$package"/bin/* "$out/bin/"
done
