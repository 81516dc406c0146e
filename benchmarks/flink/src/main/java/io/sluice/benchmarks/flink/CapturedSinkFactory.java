package io.sluice.benchmarks.flink;

import io.sluice.benchmarks.nexmark.ResultSum;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/**
 * {@code 'connector' = 'captured'}: adds up the rows that come and go, in this process. With {@code 'keys' = 'n'} the first n columns are the
 * key of a row, and one that comes takes the place of the one with the same key, whether that has gone before or not.
 */
public final class CapturedSinkFactory implements DynamicTableSinkFactory {
    /** Writers are made from serialized factories, so what they share is found by all of them. */
    static final ResultSum SUM = new ResultSum();

    private static final ConfigOption<Integer> KEYS =
            ConfigOptions.key("keys").intType().defaultValue(0);

    @Override
    public String factoryIdentifier() {
        return "captured";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(KEYS);
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        int keys = Configuration.fromMap(context.getCatalogTable().getOptions()).get(KEYS);
        LogicalType[] types = context.getCatalogTable()
                .getResolvedSchema()
                .toPhysicalRowDataType()
                .getLogicalType()
                .getChildren()
                .toArray(LogicalType[]::new);
        return new Table(types, keys);
    }

    private record Table(LogicalType[] types, int keys) implements DynamicTableSink {
        /** A row that changes goes before it comes. */
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new Rows(types, keys));
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "captured";
        }
    }

    private record Rows(LogicalType[] types, int keys) implements Sink<RowData> {
        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            RowData.FieldGetter[] columns = new RowData.FieldGetter[types.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = RowData.createFieldGetter(types[i], i);
            }
            return new Writer(columns, keys);
        }
    }

    private record Writer(RowData.FieldGetter[] columns, int keys) implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, Context context) {
            StringBuilder text = new StringBuilder();
            String key = "";
            for (int i = 0; i < columns.length; i++) {
                Object value = columns[i].getFieldOrNull(row);
                ResultSum.append(
                        text,
                        value instanceof TimestampData time
                                ? time.toLocalDateTime()
                                : value instanceof DecimalData number ? number.toBigDecimal() : value);
                key = i + 1 == keys ? text.toString() : key;
            }
            RowKind kind = row.getRowKind();
            boolean comes = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
            if (keys == 0) {
                SUM.add(text, comes ? 1 : -1);
            } else if (comes) {
                SUM.replace(key, text);
            } else if (kind == RowKind.DELETE) {
                SUM.remove(key);
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
