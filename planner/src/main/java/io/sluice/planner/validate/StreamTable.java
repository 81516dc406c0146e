package io.sluice.planner.validate;

import static java.util.Objects.requireNonNull;

import io.sluice.planner.TableDefinition;
import io.sluice.planner.TableResolver.Relation;
import io.sluice.planner.WatermarkOptions;
import io.sluice.planner.plan.Column;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table as the validator sees it: all its columns, or only some while it is being defined. */
public final class StreamTable extends AbstractTable {
    private final TableDefinition definition;
    private final boolean bounded;
    private final WatermarkOptions watermark;
    private final List<Column> columns;

    StreamTable(TableDefinition definition, boolean bounded, WatermarkOptions watermark, List<Column> columns) {
        this.definition = requireNonNull(definition, "definition");
        this.bounded = bounded;
        this.watermark = requireNonNull(watermark, "watermark");
        this.columns = List.copyOf(columns);
    }

    static StreamTable of(Relation.Table table) {
        return new StreamTable(
                table.definition(),
                table.abilities().bounded(),
                table.watermark(),
                table.definition().schema());
    }

    public TableDefinition definition() {
        return definition;
    }

    public boolean bounded() {
        return bounded;
    }

    /** How its watermark is kept. */
    public WatermarkOptions watermark() {
        return watermark;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return SqlTypes.rowType(columns, factory);
    }
}
