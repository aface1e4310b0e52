package dev.convoy.transfer.ssh.login;

import java.io.IOException;

/** A user certificate, with the key that it certifies. */
record CertifiedIdentity(PublicBlob offered, String file, Identity key) implements Identity {
    @Override
    public String description() {
        return "certificate " + file + " with " + key.description();
    }

    @Override
    public boolean signsAtOnce() {
        return key.signsAtOnce();
    }

    @Override
    public byte[] sign(byte[] data, SignatureAlgorithm algorithm) throws IOException {
        return key.sign(data, algorithm);
    }
}
