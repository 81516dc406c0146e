package io.sluice.planner.plan;

import java.util.List;

/** The envelope of rows that could not be read or computed: what a dead-letter table must look like. */
public final class DeadLetters {
    /** The name of the query, the table that the row comes from, where it is there, what is wrong, the batch, its text. */
    public static final List<Column> COLUMNS = List.of(
            new Column("query", DataType.of(TypeKind.STRING, false)),
            new Column("source", DataType.of(TypeKind.STRING, false)),
            new Column("place", DataType.of(TypeKind.STRING, false)),
            new Column("error", DataType.of(TypeKind.STRING, false)),
            new Column("batch", DataType.of(TypeKind.BIGINT, false)),
            new Column("row", DataType.of(TypeKind.STRING, false)));

    private DeadLetters() {}
}
