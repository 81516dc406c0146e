package io.sluice.planner.plan;

import java.util.List;

/** The envelope in which late rows are sent on: what a table named in LATE INTO must look like. */
public final class LateRows {
    /** The name of the query, the uid of the operator, its watermark, the batch, and the row as JSON. */
    public static final List<Column> COLUMNS = List.of(
            new Column("query", DataType.of(TypeKind.STRING, false)),
            new Column("operator", DataType.of(TypeKind.STRING, false)),
            new Column("event_time", DataType.of(TypeKind.TIMESTAMP, true)),
            new Column("watermark", DataType.of(TypeKind.TIMESTAMP, false)),
            new Column("batch", DataType.of(TypeKind.BIGINT, false)),
            new Column("row", DataType.of(TypeKind.STRING, false)));

    private LateRows() {}
}
