package io.sluice.checkpoint.simulation;

/** The machine has stopped: no code after it has any effect on the disk. An Error, so that nobody handles it. */
public final class PowerLoss extends Error {
    private static final long serialVersionUID = 1L;

    PowerLoss(long operation) {
        super("the power went at operation " + operation);
    }
}
