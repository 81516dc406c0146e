package io.sluice.runtime.simulation;

import io.sluice.checkpoint.simulation.DiskHook;
import io.sluice.checkpoint.simulation.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;

/** What happens to one start of a job: the seed says what, and at which call. */
final class Faults implements DiskHook {
    /** How a start ends. */
    enum Kind {
        /** The power goes at an operation. */
        POWER,
        /** The process is killed at an operation. */
        KILL,
        /** A call fails, perhaps in the middle, perhaps all after it too. */
        ERROR,
        /** It stops, another one takes over, and it goes on. */
        PAUSE,
        /** So many bytes fit on the disk yet. */
        FULL,
        /** It comes to its end. */
        NONE
    }

    private static final int CALLS = 900;
    private static final int OPERATIONS = 260;
    private static final int LATE = 60;
    private static final long LATE_SECONDS = 6;

    private final Random random;
    private final Kind kind;
    private final DiskHook protocol;
    private final Consumer<Long> clock;
    private final boolean stays;
    private long untilFailure;

    private Faults(Random random, Kind kind, DiskHook protocol, Consumer<Long> clock) {
        this.random = random;
        this.kind = kind;
        this.protocol = protocol;
        this.clock = clock;
        this.untilFailure = place(random, CALLS);
        this.stays = random.nextInt(3) == 0;
    }

    /** @param clock takes the seconds that a call has taken */
    static Faults draw(Random random, SimulatedDisk disk, DiskHook protocol, Consumer<Long> clock) {
        int draw = random.nextInt(100);
        Kind kind = draw < 40
                ? Kind.POWER
                : draw < 58
                        ? Kind.KILL
                        : draw < 76 ? Kind.ERROR : draw < 88 ? Kind.PAUSE : draw < 95 ? Kind.FULL : Kind.NONE;
        Faults faults = new Faults(random, kind, protocol, clock);
        switch (kind) {
            case POWER, KILL -> disk.crashAt(place(random, OPERATIONS));
            case FULL -> disk.capacity(disk.usedBytes() + place(random, 40_000));
            case ERROR, PAUSE, NONE -> {}
        }
        return faults;
    }

    /** Nothing happens but what the protocol does. */
    static Faults none(Random random, DiskHook protocol, Consumer<Long> clock) {
        return new Faults(random, Kind.NONE, protocol, clock);
    }

    /** The call before which something happens. */
    static long place(Random random) {
        return place(random, CALLS);
    }

    private static int place(Random random, int most) {
        return 1 + random.nextInt(1 + random.nextInt(most));
    }

    Kind kind() {
        return kind;
    }

    @Override
    public boolean before(Operation operation, Path path, ByteBuffer bytes) throws IOException {
        if (random.nextInt(LATE) == 0) {
            clock.accept(LATE_SECONDS);
        }
        if (kind == Kind.ERROR && (--untilFailure == 0 || stays && untilFailure < 0)) {
            boolean tears = operation == Operation.WRITE || operation == Operation.FORCE;
            throw tears ? new Torn("Input/output error", random) : new IOException("Input/output error");
        }
        return protocol.before(operation, path, bytes);
    }
}
