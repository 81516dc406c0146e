package io.sluice.sinks.console;

import static io.sluice.sinks.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.RowKind;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkTable;
import io.sluice.sinks.SinkWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
    private static final Schema WORDS = new Schema(List.of(Columns.string("value"), Columns.integer("count", 64)));
    private static final ConsoleSinkOptions DEFAULTS = new ConsoleSinkOptions(Optional.empty(), Optional.empty());

    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);

    @AfterEach
    void allocatorIsEmpty() {
        allocator.close();
    }

    @Test
    void batchIsPrintedAsSparkPrintsIt() {
        print(WORDS, OutputMode.APPEND, DEFAULTS, 3, null, row("a", 2L), row("a longer text than is shown", null));
        assertThat(printed())
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 3
                -------------------------------------------
                +--------------------+-----+
                |               value|count|
                +--------------------+-----+
                |                   a|    2|
                |a longer text tha...| NULL|
                +--------------------+-----+

                """);
    }

    @Test
    void narrowColumnsAreThreeWide() {
        Schema schema = new Schema(List.of(Columns.bool("b"), Columns.integer("i", 8)));
        print(schema, OutputMode.APPEND, DEFAULTS, 1, null, row(true, 1), row(null, 2));
        assertThat(printed())
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 1
                -------------------------------------------
                +----+---+
                |   b|  i|
                +----+---+
                |true|  1|
                |NULL|  2|
                +----+---+

                """);
    }

    @Test
    void withoutTruncationCellsAreWholeAndOnTheLeft() {
        ConsoleSinkOptions options = new ConsoleSinkOptions(Optional.empty(), Optional.of("false"));
        print(
                WORDS,
                OutputMode.COMPLETE,
                options,
                0,
                null,
                row("a longer text than is shown", 12345678L),
                row("b\nc", 1L));
        assertThat(printed())
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 0
                -------------------------------------------
                +---------------------------+--------+
                |value                      |count   |
                +---------------------------+--------+
                |a longer text than is shown|12345678|
                |b\\nc                       |1       |
                +---------------------------+--------+

                """);
    }

    @Test
    void cellsAreCutAtTheGivenLength() {
        ConsoleSinkOptions options = new ConsoleSinkOptions(Optional.empty(), Optional.of("6"));
        print(WORDS, OutputMode.APPEND, options, 1, null, row("abcdefgh", 12345678L), row("茶茶", 1L));
        assertThat(printed())
                .contains(
                        """
                +------+------+
                | value| count|
                +------+------+
                |abc...|123...|
                |  茶茶|     1|
                +------+------+
                """);
    }

    @Test
    void rowsBeyondTheLimitAreCountedOnly() {
        ConsoleSinkOptions options = new ConsoleSinkOptions(Optional.of(1), Optional.empty());
        print(WORDS, OutputMode.APPEND, options, 1, null, row("a", 1L), row("b", 2L));
        assertThat(printed())
                .endsWith(
                        """
                |    a|    1|
                +-----+-----+
                only showing top 1 row

                """)
                .doesNotContain("b");
        printed.reset();
        print(
                WORDS,
                OutputMode.APPEND,
                new ConsoleSinkOptions(Optional.of(2), Optional.empty()),
                1,
                null,
                row("a", 1L),
                row("b", 2L),
                row("c", 3L));
        assertThat(printed()).endsWith("only showing top 2 rows\n\n");
    }

    @Test
    void emptyBatchIsPrintedOnlyAtTheStart() {
        print(WORDS, OutputMode.APPEND, DEFAULTS, 0, null);
        assertThat(printed())
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 0
                -------------------------------------------
                +-----+-----+
                |value|count|
                +-----+-----+
                +-----+-----+

                """);
        printed.reset();
        print(WORDS, OutputMode.APPEND, DEFAULTS, 1, null);
        assertThat(printed()).isEmpty();
    }

    @Test
    void changelogShowsWhatEachRowDoes() {
        RowKind[] kinds = {RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER, RowKind.INSERT, RowKind.DELETE};
        print(WORDS, OutputMode.CHANGELOG, DEFAULTS, 2, kinds, row("a", 1L), row("a", 2L), row("b", 1L), row("c", 9L));
        assertThat(printed())
                .isEqualTo(
                        """
                -------------------------------------------
                Batch: 2
                -------------------------------------------
                +---+-----+-----+
                | op|value|count|
                +---+-----+-----+
                | -U|    a|    1|
                | +U|    a|    2|
                | +I|    b|    1|
                | -D|    c|    9|
                +---+-----+-----+

                """);
    }

    @Test
    void updatesShowOperationsWhenTheyDelete() {
        RowKind[] updates = {RowKind.UPDATE_AFTER, RowKind.INSERT};
        print(WORDS, OutputMode.UPDATE, DEFAULTS, 2, updates, row("a", 2L), row("b", 1L));
        assertThat(printed()).contains("|value|count|").doesNotContain("op");
        printed.reset();
        RowKind[] deletes = {RowKind.UPDATE_AFTER, RowKind.DELETE};
        print(WORDS, OutputMode.UPDATE, DEFAULTS, 3, deletes, row("a", 2L), row("b", 1L));
        assertThat(printed()).contains("| op|value|count|", "| +U|    a|    2|", "| -D|    b|    1|");
    }

    @Test
    void timesAreShownWithTheirPrecisionAndInTheZone() {
        Schema schema =
                new Schema(List.of(Columns.timestamp("at", 0), Columns.real("x", FloatingPointPrecision.DOUBLE)));
        print(schema, OutputMode.APPEND, DEFAULTS, 1, null, row(1_000_000L, 2.5));
        assertThat(printed()).contains("|1970-01-01 00:00:01|2.5|");
    }

    @Test
    void closedOutputIsAnError() {
        PrintStream closed = new PrintStream(new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("broken pipe");
            }
        });
        try (Sink sink = new ConsoleSinkFactory(closed).open(Columns.table(WORDS, OutputMode.APPEND), DEFAULTS)) {
            assertThatThrownBy(() -> sink.stage(0))
                    .isInstanceOf(SinkException.class)
                    .hasMessage("cannot print rows of table \"out\": the output is closed");
        }
    }

    @Test
    void columnsOfOtherTypesAreRefused() {
        Schema schema = new Schema(List.of(Columns.column("d", new ArrowType.Time(TimeUnit.NANOSECOND, 64))));
        SinkTable table = Columns.table(schema, OutputMode.APPEND);
        assertThatThrownBy(() -> new ConsoleSinkFactory(out).open(table, DEFAULTS))
                .isInstanceOf(SinkException.class)
                .hasMessage("cannot write table \"out\": column \"d\" has the type TIME, which connector"
                        + " 'console' does not take");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> new ConsoleSinkOptions(Optional.empty(), Optional.of("yes")))
                .hasMessage("option 'truncate': expected 'true', 'false' or a number of characters, got 'yes'");
        assertThatThrownBy(() -> new ConsoleSinkOptions(Optional.of(-1), Optional.empty()))
                .hasMessage("option 'print.rows': expected 0 or more, got -1");
    }

    private void print(
            Schema schema,
            OutputMode mode,
            ConsoleSinkOptions options,
            long batch,
            RowKind[] kinds,
            Object[]... values) {
        try (Sink sink = new ConsoleSinkFactory(out).open(Columns.table(schema, mode), options);
                VectorSchemaRoot rows = Rows.of(allocator, schema, values)) {
            try (SinkWriter writer = sink.begin(batch, 0)) {
                writer.write(rows, kinds == null ? null : ordinals(kinds));
                writer.finish();
            }
            sink.publish(batch, sink.stage(batch));
        }
    }

    private static byte[] ordinals(RowKind[] kinds) {
        byte[] ordinals = new byte[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            ordinals[i] = (byte) kinds[i].ordinal();
        }
        return ordinals;
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
