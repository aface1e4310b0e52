package dev.convoy.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A host with systemd, sshd and a Nix daemon: a container that is reached on its own address. Users: root, deploy (trusted,
 * sudo), asks (trusted, sudo with {@link #SUDO_PASSWORD}), ops (not trusted), guest (kept out of Nix).
 */
public final class ContainerHost implements AutoCloseable {
    static final String SUDO_PASSWORD = "correct horse";

    /** The Debian suites that the images are made from, by the Nix that they bring. */
    public enum Suite {
        NIX_2_8("bookworm"),
        NIX_2_26("trixie"),
        NIX_2_34("sid");

        private final String debian;

        Suite(String debian) {
            this.debian = debian;
        }

        /** The version of Nix. */
        String nix() {
            return name().substring("NIX_".length()).replace('_', '.');
        }

        String image() {
            return "convoy-test/" + debian;
        }
    }

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String name;
    private final String address;
    private final GenericContainer<?> container;

    private ContainerHost(String name, String address, GenericContainer<?> container) {
        this.name = name;
        this.address = address;
        this.container = container;
    }

    /** Boots a host and waits until all of its services run. Its /nix outlives reboots. */
    public static ContainerHost boot(String name, Suite suite, ContainerNetwork network, SshFiles files) {
        return boot(name, suite, network, files, Map.of(), List.of());
    }

    /** Its /nix is a file system of that size, such as {@code 60m}, and is empty again after a reboot. */
    public static ContainerHost bootWithNixOf(
            String size, String name, Suite suite, ContainerNetwork network, SshFiles files) {
        return boot(name, suite, network, files, Map.of("/nix", "exec,size=" + size), List.of());
    }

    /** Sees folders of this machine, in the same places. */
    static ContainerHost bootWithMounts(
            List<String> folders, String name, Suite suite, ContainerNetwork network, SshFiles files) {
        return boot(name, suite, network, files, Map.of(), folders);
    }

    @SuppressWarnings("resource") // closed with the host
    private static ContainerHost boot(
            String name,
            Suite suite,
            ContainerNetwork network,
            SshFiles files,
            Map<String, String> moreTmpfs,
            List<String> mounts) {
        Map<String, String> tmpfs = new TreeMap<>(Map.of("/run", "", "/run/lock", "", "/tmp", "exec"));
        tmpfs.putAll(moreTmpfs);
        String address = network.nextAddress();
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(suite.image()))
                .withNetwork(network.network())
                .withTmpFs(tmpfs)
                .withCopyToContainer(
                        Transferable.of((files.publicKey() + "\n").getBytes(UTF_8), 0644), "/etc/ssh/authorized_keys")
                .withCreateContainerCmdModifier(command -> {
                    command.withHostName(name).withIpv4Address(address);
                    limit(requireNonNull(command.getHostConfig()))
                            .withBinds(mounts.stream()
                                    .map(place -> new Bind(place, new Volume(place)))
                                    .toArray(Bind[]::new));
                });
        container.start();
        var host = new ContainerHost(name, address, container);
        host.awaitBooted();
        return host;
    }

    /** What systemd needs, and not more. A reboot comes back by itself; so does a power off. */
    private static HostConfig limit(HostConfig config) {
        return config.withCapAdd(Capability.SYS_ADMIN, Capability.NET_ADMIN, Capability.SYS_BOOT)
                .withCgroupnsMode("private")
                .withPidsLimit(1000L)
                .withRestartPolicy(RestartPolicy.alwaysRestart());
    }

    public String address() {
        return address;
    }

    /** How it is reached as {@code user}. */
    public SshEntry sshEntry(String user) {
        String key = console("cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub");
        return new SshEntry(name, address, 22, user, key);
    }

    /** Runs a shell command as root, not through SSH, and returns what it printed on both outputs. */
    public String console(String commandLine) {
        try {
            ExecResult result = container.execInContainer("sh", "-c", "exec 2>&1; " + commandLine);
            return result.getStdout().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reboots as {@code systemctl reboot} does, and waits until it is back. */
    void reboot() {
        String before = bootId();
        // The host may be gone before the engine has asked it how the command ended.
        console("systemd-run --quiet --on-active=300ms --timer-property=AccuracySec=50ms systemctl reboot");
        await().atMost(BOOT)
                .ignoreExceptionsMatching(ContainerHost::isBetweenBoots)
                .until(() -> BOOT_ID.matcher(bootId()).matches() && !bootId().equals(before));
        awaitBooted();
    }

    /** Ends it as a power cut does, and waits until it is back. */
    void cutPower() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        awaitBooted();
    }

    /** Makes a program of a file beside this class. */
    void put(String path, String resource) {
        container.copyFileToContainer(MountableFile.forClasspathResource("dev/convoy/testbed/" + resource, 0755), path);
    }

    /** Nothing from or to its SSH port passes any more, and nobody is told. */
    void cut() {
        console("iptables -I INPUT -p tcp --dport 22 -j DROP; iptables -I OUTPUT -p tcp --sport 22 -j DROP");
    }

    void heal() {
        console("iptables -F");
    }

    /** How many logins by key there were since it booted. */
    int logins() {
        return Integer.parseInt(
                console("journalctl -b -t sshd -t sshd-session -o cat | grep -c '^Accepted publickey'"));
    }

    @Override
    public void close() {
        container.stop();
    }

    private String bootId() {
        return console("cat /proc/sys/kernel/random/boot_id");
    }

    private void awaitBooted() {
        await().atMost(BOOT).ignoreExceptions().until(() -> {
            try (var probe = new Socket()) {
                probe.connect(new InetSocketAddress(address, 22), 500);
                probe.setSoTimeout(2000);
                return probe.getInputStream().read() == 'S';
            }
        });
        await().atMost(BOOT)
                .ignoreExceptionsMatching(ContainerHost::isBetweenBoots)
                .until(() -> List.of("running", "degraded").contains(console("systemctl is-system-running --wait")));
    }

    /** While a container restarts, neither the engine nor Testcontainers lets anyone look into it. */
    private static boolean isBetweenBoots(Throwable e) {
        return e instanceof DockerException || e instanceof IllegalStateException;
    }
}
