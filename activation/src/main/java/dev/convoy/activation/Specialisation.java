package dev.convoy.activation;

/** Which specialisation of a system runs on a host; what boots is always the system itself. */
public sealed interface Specialisation {
    /** The one that is in use, as long as the new system has it. */
    record Kept() implements Specialisation {}

    /** None: the system itself. */
    record Base() implements Specialisation {}

    record Named(String name) implements Specialisation {
        public Named {
            if (!name.matches("[A-Za-z0-9_.+-]{1,100}") || name.startsWith(".")) {
                throw new IllegalArgumentException("a specialisation is not called " + name);
            }
        }
    }
}
