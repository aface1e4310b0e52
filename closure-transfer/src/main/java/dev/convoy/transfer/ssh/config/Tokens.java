package dev.convoy.transfer.ssh.config;

import java.util.Map;

/** The percent tokens of ssh_config(5), TOKENS, as far as they make sense without a running ssh. */
record Tokens(String original, String hostname, int port, String user) {
    /** As OpenSSH: the password database's home directory, not $HOME. */
    static String home() {
        return System.getProperty("user.home", "/root");
    }

    String expand(String text) {
        Map<Character, String> tokens = Map.of(
                '%',
                "%",
                'h',
                hostname,
                'n',
                original,
                'p',
                Integer.toString(port),
                'r',
                user,
                'd',
                home(),
                'u',
                System.getProperty("user.name", "root"));
        var expanded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String token = c == '%' && i + 1 < text.length() ? tokens.get(text.charAt(i + 1)) : null;
            expanded.append(token == null ? String.valueOf(c) : token);
            i += token == null ? 0 : 1;
        }
        return expanded.toString();
    }
}
