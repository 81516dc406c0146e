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
import org.apache.arrow.vector.types.pojo.Field;

/** {@code 'connector' = 'rate'}: so many numbered rows a second, as Structured Streaming's. */
public final class RateSourceFactory implements SourceFactory<RateOptions> {
    private static final String CONNECTOR = "rate";

    private final InstantSource clock;

    public RateSourceFactory() {
        this(InstantSource.system());
    }

    /** {@code clock} tells how many rows there are. */
    public RateSourceFactory(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<RateOptions> optionsType() {
        return RateOptions.class;
    }

    @Override
    public boolean isBounded(RateOptions options) {
        return false;
    }

    /** None: a batch takes all rows that have come. */
    @Override
    public ReadLimit readLimit(RateOptions options) {
        return ReadLimit.NONE;
    }

    @Override
    public List<Field> metadataColumns(RateOptions options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, RateOptions options) {
        List<ColumnType> columns = RateColumns.of(CONNECTOR, table);
        MadeRows rows = new RateRows(columns, new WallClock(table.zone()), options);
        return new DatagenSource("RateSource", table.name(), rows, clock);
    }
}
