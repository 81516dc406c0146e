package io.sluice.sinks.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sinks.Columns;
import io.sluice.sinks.ExactlyOnceSinkContract;
import io.sluice.sinks.OutputMode;
import io.sluice.sinks.Rows;
import io.sluice.sinks.Sink;
import io.sluice.sinks.SinkException;
import io.sluice.sinks.SinkWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSinkTest extends ExactlyOnceSinkContract {
    private static final Schema TYPES = new Schema(List.of(
            Columns.integer("id", 64),
            Columns.bool("b"),
            Columns.integer("i8", 8),
            Columns.real("f", FloatingPointPrecision.DOUBLE),
            Columns.decimal("d", 38, 3),
            Columns.date("day"),
            Columns.timestamp("at", 3),
            Columns.instant("utc", 6),
            Columns.string("a, \"text\"")));

    @TempDir
    private Path directory;

    @Override
    protected Sink open() {
        return OpenSink.of(table(), FileSinkOptions.of(directory.resolve("out"), "csv"));
    }

    @Override
    protected List<Long> seen() {
        List<Long> numbers = new ArrayList<>();
        for (Path file : OutputFolder.visible(directory.resolve("out"))) {
            try {
                Files.readAllLines(file).forEach(line -> numbers.add(Long.parseLong(line.split(",")[0])));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return numbers;
    }

    @Test
    void duckDbReadsEveryTypeAndTellsNullFromTheEmptyText() {
        write(
                TYPES,
                "csv.header",
                "true",
                Rows.row(
                        1L,
                        true,
                        -7,
                        1.5e300,
                        new BigDecimal("-12345678901234567890.125"),
                        LocalDate.of(2001, 1, 31),
                        0L,
                        1L,
                        "a,\"b\"\r\nc"),
                Rows.row(2L, null, null, null, null, null, null, null, null),
                Rows.row(
                        3L,
                        false,
                        7,
                        Double.NEGATIVE_INFINITY,
                        new BigDecimal("0.001"),
                        LocalDate.of(1, 1, 1),
                        -1L,
                        -1L,
                        ""),
                Rows.row(4L, false, 7, 0.0, new BigDecimal("0.001"), LocalDate.of(1, 1, 1), 0L, 0L, " # čaj ; "));
        try (DuckDb duckDb = new DuckDb()) {
            List<List<Object>> rows = duckDb.query(
                    """
                    SELECT id, b, i8, f, d::VARCHAR, day::VARCHAR, epoch_us("at"), epoch_us(utc), "a, ""text"\""
                    FROM read_csv('%s/*.csv', header = true, allow_quoted_nulls = false, types = {'id': BIGINT,
                      'b': BOOLEAN, 'i8': TINYINT, 'f': DOUBLE, 'd': 'DECIMAL(38,3)', 'day': DATE, 'at': TIMESTAMP,
                      'utc': TIMESTAMPTZ, 'a, "text"': VARCHAR}) ORDER BY id"""
                            .formatted(directory));
            assertThat(rows)
                    .containsExactly(
                            Arrays.asList(
                                    1L,
                                    true,
                                    (byte) -7,
                                    1.5e300,
                                    "-12345678901234567890.125",
                                    "2001-01-31",
                                    0L,
                                    1L,
                                    "a,\"b\"\r\nc"),
                            Arrays.asList(2L, null, null, null, null, null, null, null, null),
                            Arrays.asList(
                                    3L,
                                    false,
                                    (byte) 7,
                                    Double.NEGATIVE_INFINITY,
                                    "0.001",
                                    "0001-01-01",
                                    -1000L,
                                    -1L,
                                    ""),
                            Arrays.asList(4L, false, (byte) 7, 0.0, "0.001", "0001-01-01", 0L, 0L, " # čaj ; "));
        }
    }

    @Test
    void optionsAreThoseOfFlink() throws Exception {
        write(
                Columns.numberAndText(),
                new String[] {
                    "csv.field-delimiter", "\\t",
                    "csv.quote-character", "'",
                    "csv.escape-character", "\\",
                    "csv.null-literal", "n/a"
                },
                Rows.row(1L, "it's\ta \\"),
                Rows.row(null, "n/a"),
                Rows.row(2L, ""));
        assertThat(Files.readString(OutputFolder.visible(directory).get(0)))
                .isEqualTo("1\t'it\\'s\ta \\\\'\nn/a\t'n/a'\n2\t''\n");
    }

    /** Wherever it stands in a text, also beside bytes that are not ASCII. */
    @Test
    void whatIsSpecialIsFoundAnywhereInAText() throws Exception {
        List<Object[]> rows = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (String plain : List.of("abcdefghijklmnopqrstuvw", "čžš-0123456789čžš-é", "a b+c!d\u007fe ")) {
            for (String special : List.of("", ",", "\"", "\n", "\r", ";")) {
                for (int at = 1; at < plain.length(); at++) {
                    String text = plain.substring(0, at) + special + plain.substring(at);
                    rows.add(Rows.row(rows.size() + 1L, text));
                    boolean quoted = !special.isEmpty() && !special.equals(";") || text.endsWith(" ");
                    expected.append(rows.size())
                            .append(',')
                            .append(quoted ? '"' + text.replace("\"", "\"\"") + '"' : text)
                            .append('\n');
                }
            }
        }
        write(Columns.numberAndText(), new String[0], rows.toArray(Object[][]::new));
        assertThat(Files.readString(OutputFolder.visible(directory).get(0))).isEqualTo(expected.toString());
    }

    @Test
    void valueThatNeedsAQuoteWithoutQuotesEndsTheQuery() {
        assertThatThrownBy(() -> write(
                        Columns.numberAndText(),
                        new String[] {"csv.disable-quote-character", "true"},
                        Rows.row(1L, "a,b")))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("expected a value without the delimiter")
                .hasMessageEndingWith("got 'a,b'");
    }

    private void write(Schema schema, String option, String value, Object[]... rows) {
        write(schema, new String[] {option, value}, rows);
    }

    private void write(Schema schema, String[] options, Object[]... rows) {
        try (Sink sink =
                OpenSink.of(Columns.table(schema, OutputMode.APPEND), TestOptions.of(directory, "csv", options))) {
            try (SinkWriter writer = sink.begin(0, 0);
                    VectorSchemaRoot root = Rows.of(allocator, schema, rows)) {
                writer.write(root, null);
                writer.finish();
            }
            sink.publish(0, sink.stage(0));
        }
    }
}
