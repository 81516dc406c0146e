package io.sluice.sources.csv;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileBytes;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.FileFormat;
import io.sluice.sources.format.TextLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV in UTF-8 as RFC 4180 has it. A file is one split, since a line end may stand in quotes; a large one that has neither
 * a quote nor an escape character in it is cut at line ends.
 */
public final class CsvFormat implements FileFormat {
    private static final int WINDOW = 256 << 10;

    private final List<ColumnType> columns;
    private final List<Integer> stored;
    private final CsvRules rules;

    /**
     * @param columns those of the table, by position
     * @param stored the positions of those that are in the files, in the order of the fields
     */
    public CsvFormat(List<ColumnType> columns, List<Integer> stored, CsvRules rules) {
        this.columns = List.copyOf(columns);
        this.stored = List.copyOf(stored);
        this.rules = requireNonNull(rules, "rules");
    }

    @Override
    public List<Split> splits(DataFile file, Scan scan) {
        long size = file.size();
        if (size == 0) {
            return List.of();
        }
        try {
            Compression compression = rules.text().compression().of(file);
            boolean cut = compression == Compression.NONE && size > rules.text().splitBytes() && isPlain(file);
            CsvFields fields = new CsvFields(
                    stored.stream().map(columns::get).toList(),
                    scan.columns().stream().map(stored::indexOf).toList());
            TextLines lines = new TextLines(file);
            List<Split> splits = new ArrayList<>();
            for (long from = 0; from < size; from += rules.text().splitBytes()) {
                long to = cut ? from + rules.text().splitBytes() : Long.MAX_VALUE;
                splits.add(new CsvSplit(file, compression, from, to, fields, rules, lines));
                if (!cut) {
                    break;
                }
            }
            return splits;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    /** Whether each line end ends a record. One pass at the speed of memory, which ends at the first quote. */
    private boolean isPlain(DataFile file) throws IOException {
        if (rules.quote() == 0 && rules.escape() == 0) {
            return true;
        }
        byte[] window = new byte[WINDOW];
        try (FileBytes bytes = new FileBytes(file)) {
            int got = bytes.readSome(0, window, 0, WINDOW);
            for (long at = 0; got > 0; got = bytes.readSome(at, window, 0, WINDOW)) {
                for (int i = 0; i < got; i++) {
                    if (window[i] == rules.quote() || window[i] == rules.escape()) {
                        return false;
                    }
                }
                at += got;
            }
        }
        return true;
    }
}
