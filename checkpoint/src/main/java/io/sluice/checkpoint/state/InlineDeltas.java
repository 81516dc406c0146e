package io.sluice.checkpoint.state;

import java.nio.file.Path;

/** The deltas that ride in the records of commits. Called by the thread that commits and by the one that folds. */
public interface InlineDeltas {
    /** The Arrow IPC file of a table in the commit of a batch; fails if it is not there. */
    byte[] read(long batch, String table);

    /** Where they are, for messages. */
    Path path();
}
