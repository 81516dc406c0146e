package io.sluice.sources.format;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.BadRow;
import io.sluice.sources.BadRowPolicy;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of a split that could not be read and are left out. Used by the reader's thread. */
public final class BadRows {
    /** The longest text of a row that is kept. */
    public static final int TEXT_BYTES = 8 << 10;

    /** A batch ends when so many rows wait to be taken. */
    private static final int MOST_KEPT = 256;

    private static final Logger LOG = LoggerFactory.getLogger(BadRows.class);

    private final DataFile file;
    private final BadRowPolicy policy;
    private List<BadRow> kept = new ArrayList<>();
    private long count;

    public BadRows(DataFile file, BadRowPolicy policy) {
        this.file = requireNonNull(file, "file");
        this.policy = requireNonNull(policy, "policy");
    }

    /** Whether a bad row is an error of the query. */
    public boolean fail() {
        return policy == BadRowPolicy.FAIL;
    }

    /** Whether somebody wants to see the rows. */
    public boolean keeps() {
        return policy == BadRowPolicy.DEAD_LETTER;
    }

    /** Counts a row and keeps it. */
    public void add(BadRow row) {
        count++;
        kept.add(row);
    }

    /** Counts rows that nobody wants to see. */
    public void count(long rows) {
        count += rows;
    }

    /** The batch should end, so that what is kept can be taken. */
    public boolean isFull() {
        return kept.size() >= MOST_KEPT;
    }

    /** As {@link io.sluice.sources.SplitReader#takeBadRows}. */
    public List<BadRow> take() {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<BadRow> taken = kept;
        kept = new ArrayList<>();
        return taken;
    }

    public long count() {
        return count;
    }

    /** The split is read. */
    public void close() {
        if (count > 0) {
            LOG.warn(
                    "table {}: {} rows of {} could not be read and were left out",
                    file.table(),
                    count,
                    file.location());
        }
    }
}
