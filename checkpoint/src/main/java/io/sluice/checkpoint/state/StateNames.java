package io.sluice.checkpoint.state;

import java.util.regex.Pattern;

/** Names of state files: the batch, the writer's epoch, the kind. No two attempts at a batch share a name. */
final class StateNames {
    private static final Pattern OURS = Pattern.compile("\\d{16}-\\d{8,}\\.(delta|snapshot)\\.arrow");

    private StateNames() {}

    static String delta(long batch, long epoch) {
        return "%016d-%08d.delta.arrow".formatted(batch, epoch);
    }

    static String snapshot(long through, long epoch) {
        return "%016d-%08d.snapshot.arrow".formatted(through, epoch);
    }

    /** The batch of a state file; −1: it is none. */
    static long batch(String name) {
        return OURS.matcher(name).matches() ? Long.parseLong(name.substring(0, 16)) : -1;
    }

    /** Whether a file may be deleted when no commit names it: it is a state file, and of no later writer. */
    static boolean isOf(String name, long epoch) {
        return OURS.matcher(name).matches() && Long.parseLong(name.substring(17, name.indexOf('.'))) <= epoch;
    }
}
