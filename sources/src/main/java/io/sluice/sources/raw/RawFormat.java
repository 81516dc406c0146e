package io.sluice.sources.raw;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.Scan;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.format.Compression;
import io.sluice.sources.format.DataFile;
import io.sluice.sources.format.FileFailure;
import io.sluice.sources.format.FileFormat;
import io.sluice.sources.format.TextLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Each line is a row of one column, as it is. */
public final class RawFormat implements FileFormat {
    private final RawRules rules;

    public RawFormat(RawRules rules) {
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
            boolean cut = compression == Compression.NONE && rules.delimiter().equals("\n");
            TextLines lines = new TextLines(file);
            List<Split> splits = new ArrayList<>();
            for (long from = 0; from < size; from += rules.text().splitBytes()) {
                long to = cut ? from + rules.text().splitBytes() : Long.MAX_VALUE;
                splits.add(new RawSplit(file, compression, from, to, rules, lines));
                if (!cut) {
                    break;
                }
            }
            return splits;
        } catch (IOException e) {
            throw file.failure(FileFailure.reason(e), FileFailure.HINT, e);
        }
    }

    /** The rows that begin in {@code [from, to)}. */
    record RawSplit(DataFile file, Compression compression, long from, long to, RawRules rules, TextLines lines)
            implements Split {
        private static final int BYTES_OF_ROW = 100;

        @Override
        public String partition() {
            return "0";
        }

        @Override
        public String place() {
            return from == 0 ? "" : "from byte " + from;
        }

        @Override
        public long estimatedRows() {
            return Math.max(1, (Math.min(to, file.size()) - from) / BYTES_OF_ROW);
        }

        @Override
        public SplitReader open() {
            return new RawReader(this);
        }
    }
}
