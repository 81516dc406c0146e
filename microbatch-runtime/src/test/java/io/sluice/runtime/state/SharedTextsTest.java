package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.RowColumns.Texts;
import io.sluice.sources.ColumnVector;
import io.sluice.sources.LastingTexts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that repeat are stored once, or stay where they lie, and are read as if they were copied. */
class SharedTextsTest {
    private static final List<DataType> TYPES = List.of(DataType.of(TypeKind.STRING, true));
    private static final int WORDS = 300;

    private final Random random = new Random(5);
    private final List<String> expected = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textsThatRepeatAreStoredOnce(boolean inParts) {
        RowColumns rows = new RowColumns(TYPES, new boolean[] {inParts}, Texts.SHARED, 0);
        fill(rows, 2 * ColumnVector.PART + 5);
        assertTexts(rows);
        int parts = inParts ? 3 : 1;
        assertThat(textBytes(rows)).isLessThan(parts * WORDS * 2 * 24);
    }

    /** What comes before, in between and after it is a text all the same. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textsThatDoNotRepeatAreNotLookedFor(boolean inParts) {
        RowColumns rows = new RowColumns(TYPES, new boolean[] {inParts}, Texts.SHARED, 0);
        fill(rows, 1000);
        ColumnVector column = column(false);
        for (int row = 0; row < 10_000; row++) {
            add(column, row, "no other is text " + row);
        }
        append(rows, column, 10_000);
        fill(rows, ColumnVector.PART);
        assertTexts(rows);
    }

    @Test
    void aDictionaryThatFollowsAnotherIsAnother() {
        RowColumns rows = new RowColumns(TYPES, Texts.SHARED, 0);
        for (String word : List.of("one", "two", "three")) {
            ColumnVector column = column(true);
            column.bytes = (word + word).getBytes(StandardCharsets.UTF_8);
            for (int row = 0; row < 100; row++) {
                column.starts[row] = row % 2 * word.length();
                column.lengths[row] = word.length();
                expected.add(word);
            }
            rows.appendFirst(new ColumnVector[] {column}, 100);
        }
        assertTexts(rows);
        assertThat(rows.columns()[0].starts[99]).isEqualTo(rows.columns()[0].starts[0]);
    }

    @Test
    void lastingTextsStayWhereTheyAreUntilOthersCome() {
        RowColumns rows = new RowColumns(TYPES, Texts.REFERRED, 0);
        ColumnVector lasting = dictionary(500);
        append(rows, lasting, 500);
        assertThat(rows.columns()[0].bytes).isSameAs(lasting.bytes);
        append(rows, lasting, 200);
        assertThat(rows.columns()[0].bytes).isSameAs(lasting.bytes);
        assertTexts(rows);
        append(rows, dictionary(500), 500);
        assertTexts(rows);
        append(rows, plain(500), 500);
        assertTexts(rows);

        byte[] before = lasting.bytes.clone();
        rows.clear();
        expected.clear();
        append(rows, lasting, 300);
        rows.clear();
        expected.clear();
        append(rows, plain(500), 500);
        append(rows, lasting, 300);
        assertTexts(rows);
        assertThat(lasting.bytes).isEqualTo(before);
    }

    @Test
    void rowsThatReferToTextsKeepThemAndRowsThatCopyThemDoNot() {
        ColumnVector referred = dictionary(500);
        append(new RowColumns(TYPES, Texts.REFERRED, 0), referred, 500);
        assertThat(referred.lasting.isKept()).isTrue();
        ColumnVector copied = dictionary(500);
        append(new RowColumns(TYPES, Texts.SHARED, 0), copied, 500);
        assertThat(copied.lasting.isKept()).isFalse();
    }

    @Test
    void anotherDictionaryMayLieInTheArrayOfTheOneBefore() {
        RowColumns rows = new RowColumns(TYPES, Texts.SHARED, 0);
        ColumnVector before = dictionary(500);
        append(rows, before, 500);
        ColumnVector after = dictionary(500);
        System.arraycopy(after.bytes, 0, before.bytes, 0, Math.min(after.bytes.length, before.bytes.length));
        after.bytes = before.bytes;
        append(rows, after, 500);
        assertTexts(rows);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsThatComeBackFromAPageShareTheirTexts(boolean inParts, @TempDir Path folder) throws IOException {
        boolean[] parts = {inParts};
        RowColumns rows = new RowColumns(TYPES, parts, Texts.SHARED, 0);
        fill(rows, ColumnVector.PART + 1000);
        try (FileChannel file = FileChannel.open(
                folder.resolve("page"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            PageOutput out = new PageOutput(file, ByteBuffer.allocateDirect(1 << 16));
            rows.save(out);
            out.flush();
            file.position(0);
            RowColumns loaded = RowColumns.load(
                    TYPES, parts, Texts.SHARED, new PageInput(file, ByteBuffer.allocateDirect(1 << 16)));
            assertTexts(loaded);
            long before = textBytes(loaded);
            ColumnVector others = column(false);
            for (int row = 0; row < 100; row++) {
                add(others, row, "another word with number " + row);
            }
            append(loaded, others, 100);
            fill(loaded, loaded.rows() + 3000);
            assertTexts(loaded);
            assertThat(textBytes(loaded)).isLessThan(2 * before + 10_000);
        }
    }

    /** From lasting columns and others, by blocks, by choice and one by one, with NULLs and empty texts. */
    private void fill(RowColumns rows, int until) {
        for (int turn = 0; rows.rows() < until; turn++) {
            int count = 1 + random.nextInt(5000);
            append(rows, turn % 2 == 0 ? dictionary(count) : plain(count), count);
        }
    }

    private void append(RowColumns rows, ColumnVector column, int count) {
        ColumnVector[] from = {column};
        switch (random.nextInt(3)) {
            case 0 -> {
                rows.appendFirst(from, count);
                expect(column, 0, count);
            }
            case 1 -> {
                int[] chosen = random.ints(count, 0, count).toArray();
                rows.append(from, chosen, count);
                Arrays.stream(chosen).forEach(row -> expect(column, row, row + 1));
            }
            default -> {
                for (int row = 0; row < count; row++) {
                    rows.append(from, row);
                }
                expect(column, 0, count);
            }
        }
    }

    private void expect(ColumnVector column, int from, int to) {
        for (int row = from; row < to; row++) {
            expected.add(text(column, row));
        }
    }

    private static ColumnVector column(boolean lasting) {
        ColumnVector column = new ColumnVector();
        column.lasting = lasting ? new LastingTexts() : null;
        column.reserveNulls(10_000);
        column.reserveSlices(10_000);
        return column;
    }

    private ColumnVector plain(int count) {
        ColumnVector column = column(false);
        for (int row = 0; row < count; row++) {
            add(column, row, word(random.nextInt(WORDS)));
        }
        someNulls(column, count);
        return column;
    }

    private ColumnVector dictionary(int count) {
        ColumnVector words = column(false);
        int first = random.nextInt(WORDS);
        for (int i = 0; i < WORDS; i++) {
            add(words, i, word((first + i) % WORDS));
        }
        ColumnVector column = column(true);
        column.bytes = words.bytes;
        for (int row = 0; row < count; row++) {
            int word = random.nextInt(WORDS);
            column.starts[row] = words.starts[word];
            column.lengths[row] = words.lengths[word];
        }
        someNulls(column, count);
        return column;
    }

    private void someNulls(ColumnVector column, int count) {
        column.hasNulls = random.nextInt(3) == 0;
        for (int row = 0; column.hasNulls && row < count; row++) {
            column.nulls[row] = random.nextInt(4) == 0;
        }
    }

    private static String word(int number) {
        return number == 0 ? "" : "a word with number " + number;
    }

    private static void add(ColumnVector column, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ColumnBatch.appendText(column, row, bytes, 0, bytes.length);
    }

    private static String text(ColumnVector column, int row) {
        return column.hasNulls && column.nulls[row]
                ? "NULL"
                : new String(column.bytes, column.starts[row], column.lengths[row], StandardCharsets.UTF_8);
    }

    private void assertTexts(RowColumns rows) {
        ColumnVector column = rows.columns()[0];
        List<String> actual = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            actual.add(text(column.part(row), column.place(row)));
        }
        assertThat(actual).hasSize(expected.size());
        assertThat(actual.equals(expected)).as("texts").isTrue();
    }

    private static long textBytes(RowColumns rows) {
        ColumnVector column = rows.columns()[0];
        return column.bytes.length
                + Arrays.stream(column.parts)
                        .mapToLong(part -> part.bytes.length)
                        .sum();
    }
}
