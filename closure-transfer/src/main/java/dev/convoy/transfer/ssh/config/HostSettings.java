package dev.convoy.transfer.ssh.config;

import dev.convoy.store.machine.ShellQuote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What OpenSSH would use for one host: a typed view of the lines that {@code ssh -G} prints (keys in lower case, repeated
 * for lists, defaults included; manual page ssh_config(5)).
 *
 * @param address what was asked for, before ssh_config replaced it
 * @param options what {@code ssh} was told beside that
 */
public record HostSettings(String address, Map<String, List<String>> values, List<String> options) {
    /** Printed by {@code ssh -G} where no IdentityFile is set; the operator did not name these. */
    private static final Set<String> DEFAULT_IDENTITIES = Set.of(
            "~/.ssh/id_rsa",
            "~/.ssh/id_ecdsa",
            "~/.ssh/id_ecdsa_sk",
            "~/.ssh/id_ed25519",
            "~/.ssh/id_ed25519_sk",
            "~/.ssh/id_xmss",
            "~/.ssh/id_dsa");

    public HostSettings {
        values = Map.copyOf(values);
        options = List.copyOf(options);
    }

    public HostSettings(String address, Map<String, List<String>> values) {
        this(address, values, List.of());
    }

    HostSettings with(List<String> moreOptions) {
        return new HostSettings(address, values, moreOptions);
    }

    public String hostname() {
        return first("hostname").orElse(address);
    }

    public int port() {
        return first("port").map(Integer::parseInt).orElse(22);
    }

    public String user() {
        return first("user").orElseGet(() -> System.getProperty("user.name", "root"));
    }

    /** For messages: {@code root@192.0.2.7} with the port where it is not 22. */
    public String where() {
        return user() + "@" + hostname() + (port() == 22 ? "" : " port " + port());
    }

    /** What the operator can type to see the same with OpenSSH. */
    public String sshCommand() {
        List<String> words = new ArrayList<>(List.of("ssh"));
        words.addAll(options);
        if (port() != 22) {
            words.addAll(List.of("-p", Integer.toString(port())));
        }
        words.addAll(List.of(user() + "@" + address, "true"));
        return SafeText.oneLine(ShellQuote.join(words));
    }

    public List<Path> identityFiles() {
        return all("identityfile").stream().map(this::path).toList();
    }

    /** Whether the operator named the key, rather than OpenSSH's list of default names. */
    public boolean isNamedIdentity(Path file) {
        return all("identityfile").stream()
                .anyMatch(name -> path(name).equals(file) && !DEFAULT_IDENTITIES.contains(name));
    }

    public List<Path> certificateFiles() {
        return all("certificatefile").stream().map(this::path).toList();
    }

    public boolean identitiesOnly() {
        return is("identitiesonly", "yes");
    }

    /** The agent's socket, unless IdentityAgent says none. */
    public Optional<Path> agentSocket(Map<String, String> environment) {
        String agent = first("identityagent").orElse("SSH_AUTH_SOCK");
        if (agent.equals("none")) {
            return Optional.empty();
        }
        String variable = agent.equals("SSH_AUTH_SOCK") ? agent : agent.startsWith("$") ? agent.substring(1) : "";
        return variable.isEmpty()
                ? Optional.of(path(agent))
                : Optional.ofNullable(environment.get(variable))
                        .filter(v -> !v.isEmpty())
                        .map(Path::of);
    }

    public Optional<String> proxyJump() {
        return first("proxyjump").filter(v -> !v.equals("none"));
    }

    public Optional<String> proxyCommand() {
        return first("proxycommand").filter(v -> !v.equals("none")).map(this::expand);
    }

    public List<Path> userKnownHosts() {
        return files("userknownhostsfile");
    }

    public List<Path> globalKnownHosts() {
        return files("globalknownhostsfile");
    }

    /** {@code yes}, {@code ask}, {@code accept-new} or {@code no}; ssh -G prints booleans in either spelling. */
    public String strictHostKeyChecking() {
        String value = first("stricthostkeychecking").orElse("ask");
        return switch (value) {
            case "true" -> "yes";
            case "false", "off" -> "no";
            default -> value;
        };
    }

    public boolean hashKnownHosts() {
        return is("hashknownhosts", "yes");
    }

    /** The name under which known_hosts has the host: HostKeyAlias, or host name and port. */
    public String knownHostsName() {
        String name = first("hostkeyalias").orElseGet(this::hostname).toLowerCase(java.util.Locale.ROOT);
        boolean plain = port() == 22 || first("hostkeyalias").isPresent();
        return plain ? name : "[" + name + "]:" + port();
    }

    /** The name that a host certificate must be made out to. */
    public String certificateName() {
        return first("hostkeyalias").orElseGet(this::hostname).toLowerCase(java.util.Locale.ROOT);
    }

    public Optional<Duration> connectTimeout() {
        return seconds("connecttimeout");
    }

    public Optional<Duration> serverAliveInterval() {
        return seconds("serveraliveinterval");
    }

    int serverAliveCountMax() {
        return first("serveralivecountmax").map(Integer::parseInt).orElse(3);
    }

    /** How many keep-alive intervals of silence are too many. OpenSSH counts its questions without an answer. */
    public int silentIntervals() {
        return serverAliveInterval().isPresent() ? serverAliveCountMax() + 1 : 3;
    }

    /** Whether an OpenSSH here has said so, rather than convoy assumed it. */
    public boolean isFromOpenSsh() {
        return !algorithms("ciphers").isEmpty();
    }

    /** Whether OpenSSH would use the option: it is set, and not to {@code none} or {@code no}. */
    public boolean uses(String key) {
        return first(key).filter(v -> !v.matches("none|no|false")).isPresent();
    }

    /** {@code any}, {@code inet} or {@code inet6}. */
    public String addressFamily() {
        return first("addressfamily").orElse("any");
    }

    /** A comma separated list such as {@code ciphers}; empty where OpenSSH was not there to say. */
    public List<String> algorithms(String key) {
        return first(key).map(v -> List.of(v.split(",", -1))).orElse(List.of());
    }

    private String expand(String text) {
        return new Tokens(address, hostname(), port(), user()).expand(text);
    }

    private Path path(String text) {
        String expanded = expand(text);
        return Path.of(expanded.startsWith("~/") ? Tokens.home() + expanded.substring(1) : expanded);
    }

    private List<Path> files(String key) {
        return first(key).stream()
                .flatMap(v -> Arrays.stream(v.split("\\s+", -1)))
                .filter(v -> !v.isEmpty() && !v.equals("none"))
                .map(this::path)
                .toList();
    }

    private boolean is(String key, String value) {
        return first(key)
                .map(v -> v.equals("true") ? "yes" : v)
                .filter(value::equals)
                .isPresent();
    }

    private Optional<Duration> seconds(String key) {
        return first(key).filter(v -> v.matches("[1-9][0-9]*")).map(v -> Duration.ofSeconds(Long.parseLong(v)));
    }

    private Optional<String> first(String key) {
        return all(key).stream().findFirst();
    }

    private List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }
}
