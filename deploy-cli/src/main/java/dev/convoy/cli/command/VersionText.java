package dev.convoy.cli.command;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. The number is the jar's own, so that it is written down once, in the POM. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionText.class.getPackage().getImplementationVersion();
        return new String[] {"convoy " + (version == null ? "(not packaged)" : version)};
    }
}
