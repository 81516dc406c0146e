package io.sluice.sources.format;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import java.util.List;

/** How the rows of a file are written. Stateless but for counters; used by any thread. */
public interface FileFormat {
    /**
     * The file cut into pieces, in the order of its rows; the same for the same file and scan. The scan names columns
     * of the table that are stored in the file.
     */
    List<Split> splits(DataFile file, Scan scan);
}
