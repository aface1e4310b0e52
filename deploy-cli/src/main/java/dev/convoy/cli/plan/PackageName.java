package dev.convoy.cli.plan;

import dev.convoy.store.path.StorePath;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a store path's name says of the package in it. As Nix splits names (manual, builtins.parseDrvName): the version
 * begins after the first dash that no letter follows. Names of outputs at the end are left out of it.
 *
 * @param version empty where the name has none
 */
record PackageName(String name, String version) {
    private static final Pattern VERSION = Pattern.compile("-(?=[^A-Za-z-])");
    private static final Pattern OUTPUT =
            Pattern.compile("-(bin|dev|devdoc|doc|info|lib|man|out|debug|static|terminfo|data|getent|libgcc)$");

    static PackageName of(StorePath path) {
        String text = OUTPUT.matcher(path.name()).replaceFirst("");
        Matcher dash = VERSION.matcher(text);
        return dash.find() && dash.start() > 0
                ? new PackageName(text.substring(0, dash.start()), text.substring(dash.end()))
                : new PackageName(text, "");
    }
}
