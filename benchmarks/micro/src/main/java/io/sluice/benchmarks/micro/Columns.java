package io.sluice.benchmarks.micro;

import io.sluice.planner.plan.Column;
import io.sluice.planner.plan.DataType;
import io.sluice.planner.plan.PlanNode;
import io.sluice.planner.plan.TypeKind;
import io.sluice.runtime.batch.ColumnBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Rows like bids: a key, a number, a text with few values and one with many. */
public final class Columns {
    /** Rows of a batch. */
    static final int ROWS = 8192;

    static final DataType NUMBER = DataType.of(TypeKind.BIGINT, false);
    static final DataType TEXT = DataType.of(TypeKind.STRING, false);
    static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN, false);

    static final List<Column> ALL = List.of(
            new Column("k", NUMBER), new Column("price", NUMBER), new Column("channel", TEXT), new Column("url", TEXT));

    private Columns() {}

    /** Columns of files. */
    public enum Sample {
        LONG("hash(i) >> 1", new ArrowType.Int(64, true)),
        LONG_FEW("(hash(i) % 1000)::BIGINT", new ArrowType.Int(64, true)),
        LONG_NULLS("CASE WHEN hash(i) % 10 = 0 THEN NULL ELSE (hash(i + 1) >> 1) END", new ArrowType.Int(64, true)),
        DOUBLE("hash(i) / 3.0", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
        TIMESTAMP(
                "TIMESTAMP '2024-01-01' + INTERVAL (i * 7) MILLISECOND",
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
        TEXT_FEW("'channel ' || hash(i) % 1000", new ArrowType.Utf8()),
        TEXT_MANY("'https://example.org/item/' || hash(i) || '/' || i", new ArrowType.Utf8());

        private final String sql;
        private final ArrowType arrow;

        Sample(String sql, ArrowType arrow) {
            this.sql = arrow instanceof ArrowType.Int ? "(" + sql + ")::BIGINT" : sql;
            this.arrow = arrow;
        }

        /** Of {@code i}, which counts from 0. */
        String sql() {
            return sql;
        }

        ArrowType arrow() {
            return arrow;
        }
    }

    static List<DataType> types() {
        return ALL.stream().map(Column::type).toList();
    }

    static PlanNode scan(String table) {
        return new PlanNode.Scan(table, ALL, List.of(0, 1, 2, 3), List.of(), false);
    }

    /** Fills a batch with as many rows as it takes, {@value #ROWS} at most. */
    static void fill(ColumnBatch batch, Random random, int keys) {
        batch.clear();
        int rows = Math.min(ROWS, batch.capacity());
        for (int row = 0; row < rows; row++) {
            batch.column(0).longs[row] = random.nextInt(keys);
            batch.column(1).longs[row] = random.nextInt(1_000_000);
            byte[] channel = ("channel " + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
            ColumnBatch.appendText(batch.column(2), row, channel, 0, channel.length);
            byte[] url = ("https://example.org/item/" + random.nextLong() + "?channel=" + random.nextInt(1000))
                    .getBytes(StandardCharsets.UTF_8);
            ColumnBatch.appendText(batch.column(3), row, url, 0, url.length);
        }
        batch.setRows(rows);
    }
}
