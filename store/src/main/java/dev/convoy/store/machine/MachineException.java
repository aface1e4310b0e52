package dev.convoy.store.machine;

/** A command could not be started, or the connection that carries it is gone. */
public final class MachineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String machine;

    public MachineException(String machine, String tried, Throwable cause) {
        super(tried + " on " + machine + ": " + cause.getMessage(), cause);
        this.machine = machine;
    }

    public MachineException(String machine, String problem) {
        super(machine + ": " + problem);
        this.machine = machine;
    }

    public String machine() {
        return machine;
    }
}
