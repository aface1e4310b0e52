package dev.convoy.transfer.ssh.login;

import dev.convoy.transfer.ssh.config.SafeText;
import java.io.IOException;

/** A key that an agent keeps; certificates and FIDO keys included, since the agent's signature is passed on as it is. */
record AgentIdentity(SshAgent agent, PublicBlob offered, String comment) implements Identity {
    @Override
    public String description() {
        return "agent key " + SafeText.oneLine(comment) + " (" + offered.fingerprint() + ")";
    }

    @Override
    public boolean signsAtOnce() {
        return false;
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) throws IOException {
        return agent.sign(offered, data, algorithm.agentFlags());
    }
}
