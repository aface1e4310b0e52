package dev.convoy.testbed;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.Network;

/** A network in which containers keep their addresses when they reboot. */
public final class ContainerNetwork implements AutoCloseable {
    /** Hosts get .11, .12 and so on. */
    private final AtomicInteger last = new AtomicInteger(10);

    private final int third;
    private final Network network;

    private ContainerNetwork(int third, Network network) {
        this.third = third;
        this.network = network;
    }

    /** Takes the first of a range of small networks that nobody uses. */
    public static ContainerNetwork create() {
        for (int third = 64; third < 96; third++) {
            String subnet = "172.30." + third + ".0/24";
            Network network = Network.builder()
                    .createNetworkCmdModifier(
                            command -> command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet))))
                    .build();
            try {
                network.getId();
                return new ContainerNetwork(third, network);
            } catch (DockerException e) {
                // Overlaps with another one.
            }
        }
        throw new IllegalStateException("no free network among 172.30.64.0/24 to 172.30.95.0/24");
    }

    Network network() {
        return network;
    }

    String nextAddress() {
        return "172.30." + third + "." + last.incrementAndGet();
    }

    @Override
    public void close() {
        network.close();
    }
}
