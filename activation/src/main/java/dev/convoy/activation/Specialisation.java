package dev.convoy.activation;

/** Which specialisation of a system runs on a host; what boots is always the system itself. */
public sealed interface Specialisation {
    /** The one that is in use, as long as the new system has it. */
    record Kept() implements Specialisation {}

    /** None: the system itself. */
    record Base() implements Specialisation {}

    record Named(String name) implements Specialisation {
        public Named {
            if (!isName(name)) {
                throw new IllegalArgumentException("a specialisation is not called " + name);
            }
        }

        /** What can be a name: it becomes part of a path. */
        public static boolean isName(String text) {
            return text.matches("[A-Za-z0-9_+-][A-Za-z0-9_.+-]{0,99}");
        }
    }
}
