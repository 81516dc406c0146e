package io.sluice.benchmarks.flink;

import io.sluice.benchmarks.nexmark.ResultSum;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.types.RowKind;

/** {@code 'connector' = 'captured'}: adds up the rows that come and go, in this process. */
public final class CapturedSinkFactory implements DynamicTableSinkFactory {
    /** Writers are made from serialized factories, so what they share is found by all of them. */
    static final ResultSum SUM = new ResultSum();

    @Override
    public String factoryIdentifier() {
        return "captured";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ConfigOptions.key("name").stringType().noDefaultValue());
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(ConfigOptions.key("keep-rows").booleanType().noDefaultValue());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        LogicalType[] types = context.getCatalogTable()
                .getResolvedSchema()
                .toPhysicalRowDataType()
                .getLogicalType()
                .getChildren()
                .toArray(LogicalType[]::new);
        return new Table(types);
    }

    private record Table(LogicalType[] types) implements DynamicTableSink {
        /** A row that changes goes before it comes. */
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new Rows(types));
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

    private record Rows(LogicalType[] types) implements Sink<RowData> {
        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            RowData.FieldGetter[] columns = new RowData.FieldGetter[types.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = RowData.createFieldGetter(types[i], i);
            }
            return new Writer(columns);
        }
    }

    private record Writer(RowData.FieldGetter[] columns) implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, Context context) {
            StringBuilder text = new StringBuilder();
            for (RowData.FieldGetter column : columns) {
                Object value = column.getFieldOrNull(row);
                ResultSum.append(
                        text,
                        value instanceof TimestampData time
                                ? time.toLocalDateTime()
                                : value instanceof DecimalData number ? number.toBigDecimal() : value);
            }
            RowKind kind = row.getRowKind();
            SUM.add(text, kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER ? 1 : -1);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
