package io.sluice.sinks.memory;

import static io.sluice.sinks.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkContract;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class MemorySinkTest extends SinkContract {
    private static final byte INSERT = (byte) RowKind.INSERT.ordinal();
    private static final byte BEFORE = (byte) RowKind.UPDATE_BEFORE.ordinal();
    private static final byte AFTER = (byte) RowKind.UPDATE_AFTER.ordinal();
    private static final byte DELETE = (byte) RowKind.DELETE.ordinal();

    private final MemoryTables tables = new MemoryTables();
    private final MemorySinkFactory factory = new MemorySinkFactory(tables);

    @Override
    protected Sink open() {
        return factory.open(table(), new MemorySinkOptions());
    }

    @Override
    protected List<Long> seen() {
        return result().integrated().stream().map(row -> (Long) row.value(0)).toList();
    }

    private MemoryTable result() {
        return tables.find("out").orElseThrow();
    }

    @Test
    void rowsAppearWhenTheyArePublished() {
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            byte[] receipt = sink.stage(0);
            assertThat(seen()).isEmpty();
            sink.publish(0, receipt);
            assertThat(seen()).containsExactly(1L);
        }
    }

    @Test
    void batchThatIsRunAgainReplacesItself() {
        try (Sink sink = start()) {
            runBatch(sink, 0, 1);
            runBatch(sink, 1, 2);
        }
        try (Sink sink = open()) {
            sink.recover(OptionalLong.of(0));
            runBatch(sink, 1, 3);
        }
        assertThat(seen()).containsExactly(1L, 3L);
        assertThat(result().batches()).containsExactly(0L, 1L);
        assertThat(result().changes(1)).containsExactly(Row.of(3L, "text 3"));
    }

    @Test
    void valuesAreOfTheirJavaTypes() {
        Schema schema = new Schema(List.of(
                Columns.bool("b"),
                Columns.integer("i8", 8),
                Columns.integer("i16", 16),
                Columns.integer("i32", 32),
                Columns.integer("i64", 64),
                Columns.real("f", FloatingPointPrecision.SINGLE),
                Columns.real("d", FloatingPointPrecision.DOUBLE),
                Columns.decimal("dec", 10, 2),
                Columns.string("s"),
                Columns.date("day"),
                Columns.timestamp("at", 6),
                Columns.instant("instant", 6),
                Columns.string("nothing")));
        write(
                schema,
                OutputMode.APPEND,
                0,
                null,
                row(
                        true,
                        1,
                        2,
                        3,
                        4L,
                        1.5f,
                        2.5,
                        new BigDecimal("3.50"),
                        "é",
                        LocalDate.of(2001, 1, 31),
                        -1L,
                        1L,
                        null));
        assertThat(result().changes())
                .containsExactly(Row.of(
                        true,
                        (byte) 1,
                        (short) 2,
                        3,
                        4L,
                        1.5f,
                        2.5,
                        new BigDecimal("3.50"),
                        "é",
                        LocalDate.of(2001, 1, 31),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                        Instant.EPOCH.plusNanos(1000),
                        null));
    }

    @Test
    void changelogIsIntegratedAsABag() {
        write(
                Columns.numberAndText(),
                OutputMode.CHANGELOG,
                0,
                new byte[] {INSERT, INSERT, INSERT},
                row(1L, "a"),
                row(1L, "a"),
                row(2L, "b"));
        write(
                Columns.numberAndText(),
                OutputMode.CHANGELOG,
                1,
                new byte[] {BEFORE, AFTER, DELETE},
                row(1L, "a"),
                row(3L, "c"),
                row(2L, "b"));
        assertThat(result().integrated()).containsExactly(Row.of(1L, "a"), Row.of(3L, "c"));
        assertThat(result().changes()).hasSize(6);
        assertThat(result().changes(1).toString()).isEqualTo("[-U[1, a], +U[3, c], -D[2, b]]");
    }

    @Test
    void updatesAreIntegratedByKey() {
        write(Columns.numberAndText(), OutputMode.UPDATE, 0, new byte[] {INSERT, INSERT}, row(1L, "a"), row(2L, "b"));
        write(Columns.numberAndText(), OutputMode.UPDATE, 1, new byte[] {AFTER, DELETE}, row(1L, "c"), row(2L, "b"));
        assertThat(result().integrated()).containsExactly(Row.of(1L, "c"));
    }

    @Test
    void completeResultReplacesTheLast() {
        write(Columns.numberAndText(), OutputMode.COMPLETE, 0, null, row(1L, "a"), row(2L, "b"));
        write(Columns.numberAndText(), OutputMode.COMPLETE, 1, null, row(1L, "c"));
        assertThat(result().integrated()).containsExactly(Row.of(1L, "c"));
        assertThat(result().changes()).hasSize(3);
    }

    @Test
    void receiptOfAnotherProcessBringsNothing() {
        byte[] receipt;
        try (Sink sink = start()) {
            write(sink, 0, 0, 1);
            receipt = sink.stage(0);
        }
        try (Sink sink = open()) {
            sink.recover(OptionalLong.of(0));
            sink.publish(0, receipt);
        }
        assertThat(seen()).isEmpty();
    }

    @Test
    void tableIsUnknownBeforeAQueryWritesIt() {
        assertThat(tables.find("out")).isEmpty();
    }

    private void write(Schema schema, OutputMode mode, long batch, byte[] kinds, Object[]... values) {
        SinkTable table = Columns.table(schema, mode);
        try (Sink sink = factory.open(table, new MemorySinkOptions());
                VectorSchemaRoot rows = Rows.of(allocator, schema, values)) {
            try (SinkWriter writer = sink.begin(batch, 0)) {
                writer.write(rows, kinds);
                writer.finish();
            }
            sink.publish(batch, sink.stage(batch));
        }
    }
}
