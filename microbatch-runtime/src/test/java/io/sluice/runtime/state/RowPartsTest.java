package io.sluice.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import io.sluice.runtime.state.RowColumns.Texts;
import io.sluice.sources.ColumnVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that grow in parts, against the same rows in columns that do not. */
class RowPartsTest {
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.BIGINT, true),
            DataType.of(TypeKind.BIGINT, true),
            DataType.of(TypeKind.STRING, true),
            DataType.of(TypeKind.DOUBLE, true),
            DataType.decimal(30, 2, true));

    private static final boolean[] IN_PARTS = {false, true, true, true, true};

    private final Random random = new Random(3);
    private final RowColumns plain = new RowColumns(TYPES, 0);
    private final RowColumns parted = new RowColumns(TYPES, IN_PARTS, Texts.SHARED, 0);

    /** Rows come by blocks, by choice and one by one, so that they end before, at and behind the ends of parts. */
    @BeforeEach
    void fill() {
        ColumnBatch batch = ColumnBatch.of(TYPES, 6000);
        for (int turn = 0; plain.rows() < 2 * ColumnVector.PART + 100; turn++) {
            boolean nulls = turn > 3 && turn % 3 == 0;
            int rows = 1 + random.nextInt(6000);
            batch.clear();
            for (int row = 0; row < rows; row++) {
                write(batch, row, nulls && random.nextInt(5) == 0);
            }
            if (turn % 3 == 0) {
                plain.appendFirst(batch.columns(), rows);
                parted.appendFirst(batch.columns(), rows);
            } else {
                int[] chosen = random.ints(rows, 0, rows).sorted().toArray();
                plain.append(batch.columns(), chosen, rows / 2);
                parted.append(batch.columns(), chosen, rows / 2);
            }
            for (int row = 0; row < Math.min(rows, 7); row++) {
                plain.append(batch.columns(), row);
                parted.append(batch.columns(), row);
            }
        }
    }

    private void write(ColumnBatch batch, int row, boolean isNull) {
        for (int i = 0; i < TYPES.size(); i++) {
            ColumnVector column = batch.column(i);
            column.hasNulls |= isNull;
            column.nulls[row] = isNull;
            if (i == 2) {
                byte[] text = new byte[isNull ? 0 : random.nextInt(12)];
                random.nextBytes(text);
                ColumnBatch.appendText(column, row, text, 0, text.length);
            } else if (i == 3) {
                column.doubles[row] = random.nextInt();
            } else {
                column.longs[row] = random.nextInt(100);
            }
        }
        batch.column(4).highs[row] = random.nextInt();
    }

    @Test
    void rowsAreReadWhereverTheyLie() {
        assertThat(parted.rows()).isEqualTo(plain.rows());
        assertThat(parted.columns()[2].parts.length).isGreaterThan(2);
        assertThat(parted.bytes()).isGreaterThan(plain.rows() * 50L);
        assertSame(parted, plain);
    }

    @Test
    void rowsThatAreKeptLieInPartsAgain() {
        int[] kept = random.ints(0, plain.rows())
                .distinct()
                .limit(ColumnVector.PART + 5)
                .sorted()
                .toArray();
        RowColumns expected = new RowColumns(TYPES, 0);
        expected.append(plain.columns(), kept, kept.length);
        RowColumns compact = new RowColumns(TYPES, IN_PARTS, Texts.SHARED, kept.length);
        compact.append(parted.columns(), kept, kept.length);
        assertSame(compact, expected);
    }

    @Test
    void rowsComeBackFromAPage(@TempDir Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(
                folder.resolve("page"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            PageOutput out = new PageOutput(file, ByteBuffer.allocateDirect(1 << 16));
            parted.save(out);
            out.flush();
            file.position(0);
            RowColumns loaded = RowColumns.load(
                    TYPES, IN_PARTS, Texts.SHARED, new PageInput(file, ByteBuffer.allocateDirect(1 << 16)));
            assertSame(loaded, plain);
            loaded.append(plain.columns(), 17);
            plain.append(plain.columns(), 17);
            assertSame(loaded, plain);
        }
    }

    /** Some rows of one part, of several, and rows that are NULL as a whole. */
    private void assertSame(RowColumns actual, RowColumns expected) {
        ColumnBatch left = ColumnBatch.of(TYPES, 1000);
        ColumnBatch right = ColumnBatch.of(TYPES, 1000);
        assertThat(actual.rows()).isEqualTo(expected.rows());
        for (int first = 0; first < actual.rows(); first += 1000) {
            int count = Math.min(1000, actual.rows() - first);
            int begin = first;
            int[] near = new int[count];
            Arrays.setAll(near, i -> begin + i);
            int[] far = random.ints(count, first % 2000 == 0 ? -1 : 0, actual.rows())
                    .toArray();
            for (int[] chosen : List.of(near, far)) {
                for (int column = 0; column < TYPES.size(); column++) {
                    left.refer(actual.columns()[column], chosen, count, column);
                    right.refer(expected.columns()[column], chosen, count, column);
                    assertSame(left.column(column), right.column(column), count, column);
                }
            }
        }
    }

    private static void assertSame(ColumnVector left, ColumnVector right, int count, int column) {
        for (int row = 0; row < count; row++) {
            if (!RowHash.isSame(left, row, right, row, TYPES.get(column))) {
                throw new AssertionError("column %d, row %d is another".formatted(column, row));
            }
        }
    }
}
