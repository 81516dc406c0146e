package io.sluice.sources.datagen;

import static java.util.Objects.requireNonNull;

import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.ColumnType;
import io.sluice.sources.column.WallClock;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;

/** {@code 'connector' = 'datagen'}. */
public final class DatagenSourceFactory implements SourceFactory<DatagenOptions> {
    private static final long ROWS_OF_BATCH = 1_000_000;

    private final InstantSource clock;

    public DatagenSourceFactory() {
        this(InstantSource.system());
    }

    /** {@code clock} tells how many rows there are. */
    public DatagenSourceFactory(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String connector() {
        return "datagen";
    }

    @Override
    public Class<DatagenOptions> optionsType() {
        return DatagenOptions.class;
    }

    @Override
    public boolean isBounded(DatagenOptions options) {
        return options.isBounded();
    }

    /** A second's rows or a million, so that a backlog is not one batch. */
    @Override
    public ReadLimit readLimit(DatagenOptions options) {
        long rows = options.maxRowsPerTrigger().orElseGet(() -> Math.max(ROWS_OF_BATCH, options.rate()));
        return new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE, rows);
    }

    @Override
    public List<Field> metadataColumns(DatagenOptions options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, DatagenOptions options) {
        return new DatagenSource("DatagenSource", table.name(), made(table, options), clock);
    }

    @Override
    public OptionalLong rows(SourceTable table, DatagenOptions options) {
        return options.isBounded() ? OptionalLong.of(made(table, options).end()) : OptionalLong.empty();
    }

    private static MadeRows made(SourceTable table, DatagenOptions options) {
        return new RandomRows(table.name(), options, ColumnType.of(table), new WallClock(table.zone()));
    }
}
