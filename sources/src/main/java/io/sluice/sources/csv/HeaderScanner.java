package io.sluice.sources.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the record that names the fields. */
final class HeaderScanner {
    /** More fields than any table has columns. */
    private static final int MOST = 16 << 10;

    private final RecordScanner records;

    HeaderScanner(CsvRules rules) {
        records = new RecordScanner(rules, MOST, 1);
        records.use(IntStream.range(0, MOST).toArray());
    }

    /** As {@link RecordScanner#scan}. */
    int scan(byte[] bytes, int from, int limit, boolean last) {
        return records.scan(bytes, from, limit, last, 0);
    }

    List<String> names(byte[] bytes) {
        List<String> names = new ArrayList<>();
        for (int field = 0; field < Math.min(MOST, records.fields()); field++) {
            int lengthAndFlags = records.lengths[field][0];
            byte[] name = new byte[lengthAndFlags & RecordScanner.LENGTH];
            int length = name.length;
            if ((lengthAndFlags & RecordScanner.ESCAPED) != 0) {
                length = records.unescape(bytes, records.starts[field][0], lengthAndFlags, name, 0);
            } else {
                System.arraycopy(bytes, records.starts[field][0], name, 0, length);
            }
            names.add(new String(name, 0, length, StandardCharsets.UTF_8));
        }
        return names;
    }
}
