package dev.convoy.store.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What a scripted command does with its three streams. The streams are closed for it afterwards. */
@FunctionalInterface
public interface Conversation {
    ExitStatus talk(InputStream stdin, OutputStream stdout, OutputStream stderr) throws IOException;
}
