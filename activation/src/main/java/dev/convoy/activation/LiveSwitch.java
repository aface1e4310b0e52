package dev.convoy.activation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether switch-to-configuration will refuse to go from one system to another live, told before anything is copied. */
public final class LiveSwitch {
    private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern ENTRY = Pattern.compile(STRING + "\\s*:\\s*" + STRING);

    private LiveSwitch() {}

    /**
     * Why it will; empty if nothing speaks against it, or if one of the systems does not say. A component that only one of
     * them names is no hindrance: so judges NixOS itself.
     */
    public static List<String> refusals(BootFiles running, BootFiles wanted) {
        List<String> reasons = new ArrayList<>();
        Optional<String> before = running.initInterface();
        if (before.isPresent() && wanted.initInterface().isPresent() && !before.equals(wanted.initInterface())) {
            reasons.add("the interface of init changes");
        }
        new TreeMap<>(running.inhibitors()).forEach((component, is) -> {
            String becomes = wanted.inhibitors().getOrDefault(component, is);
            if (!becomes.equals(is)) {
                reasons.add(component + " changes (" + is + " -> " + becomes + ")");
            }
        });
        return reasons;
    }

    /** The components in a {@code switch-inhibitors} file, which is one JSON object of strings. */
    public static Map<String, String> inhibitors(String json) {
        Map<String, String> components = new TreeMap<>();
        Matcher matcher = ENTRY.matcher(json);
        while (matcher.find()) {
            components.put(plain(matcher.group(1)), plain(matcher.group(2)));
        }
        return components;
    }

    private static String plain(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }
}
