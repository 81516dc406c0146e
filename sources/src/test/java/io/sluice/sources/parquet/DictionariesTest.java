package io.sluice.sources.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sources.ColumnVector;
import io.sluice.sources.ScanPredicate;
import io.sluice.sources.SourceTable;
import io.sluice.sources.Split;
import io.sluice.sources.SplitReader;
import io.sluice.sources.TestTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arrays of large dictionaries go from a reader to the next one, and not those that somebody keeps. */
class DictionariesTest {
    private static final int FILES = 10;
    private static final int TEXTS = 8_000;
    private static final SourceTable TABLE = TestTable.of("path STRING");

    @TempDir
    Path folder;

    /** A text, where it lies. */
    private record Place(byte[] bytes, int start, int length, String expected) {
        String text() {
            return new String(bytes, start, length, StandardCharsets.UTF_8);
        }
    }

    @Test
    void dictionariesThatAreKeptStayAsTheyAre() throws Exception {
        List<Place> places = places(true);
        assertThat(places).hasSize(FILES).allSatisfy(place -> assertThat(place.text())
                .isEqualTo(place.expected()));
        assertThat(arrays(places)).hasSize(FILES);
    }

    @Test
    void dictionariesThatNobodyKeepsMakeRoomForOthers() throws Exception {
        assertThat(arrays(places(false))).hasSizeLessThan(FILES);
    }

    private static Set<byte[]> arrays(List<Place> places) {
        Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        places.forEach(place -> arrays.add(place.bytes()));
        return arrays;
    }

    /** A place in the dictionary of each file. */
    private List<Place> places(boolean keep) throws Exception {
        List<Place> places = new ArrayList<>();
        for (int number = 0; number < FILES; number++) {
            Path file = folder.resolve(number + ".parquet");
            try (DuckDb duckDb = new DuckDb()) {
                duckDb.run(
                        "COPY (SELECT 'text %d of the file with number ' || i %% %d AS path FROM range(50000) r(i)) TO '%s' (FORMAT parquet)"
                                .formatted(number, TEXTS, file));
            }
            for (Split split : ParquetFiles.splits(file, TABLE, ScanPredicate.TRUE)) {
                places.add(place(split, number, keep));
            }
        }
        return places;
    }

    private static Place place(Split split, int number, boolean keep) throws Exception {
        try (SplitReader reader = split.open()) {
            Place first = null;
            for (int rows = reader.next(); rows >= 0; rows = reader.next()) {
                ColumnVector column = reader.column(0);
                assertThat(column.dictionarySize).isEqualTo(TEXTS);
                if (keep) {
                    column.lasting.keep();
                }
                Place here = new Place(
                        column.bytes,
                        column.starts[0],
                        column.lengths[0],
                        "text %d of the file with number 0".formatted(number));
                first = first == null ? here : first;
                assertThat(new Place(column.bytes, first.start(), first.length(), "").text())
                        .isEqualTo(first.expected());
            }
            return first;
        }
    }
}
