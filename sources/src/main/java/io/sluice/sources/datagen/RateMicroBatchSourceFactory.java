package io.sluice.sources.datagen;

import io.sluice.sources.ReadLimit;
import io.sluice.sources.Source;
import io.sluice.sources.SourceFactory;
import io.sluice.sources.SourceTable;
import io.sluice.sources.column.WallClock;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** {@code 'connector' = 'rate-micro-batch'}: so many numbered rows a batch, as Structured Streaming's. */
public final class RateMicroBatchSourceFactory implements SourceFactory<RateMicroBatchOptions> {
    private static final String CONNECTOR = "rate-micro-batch";

    @Override
    public String connector() {
        return CONNECTOR;
    }

    @Override
    public Class<RateMicroBatchOptions> optionsType() {
        return RateMicroBatchOptions.class;
    }

    @Override
    public boolean isBounded(RateMicroBatchOptions options) {
        return false;
    }

    @Override
    public ReadLimit readLimit(RateMicroBatchOptions options) {
        return ReadLimit.NONE;
    }

    @Override
    public List<Field> metadataColumns(RateMicroBatchOptions options) {
        return List.of();
    }

    @Override
    public Source open(SourceTable table, RateMicroBatchOptions options) {
        return new RateMicroBatchSource(
                table.name(), RateColumns.of(CONNECTOR, table), options, new WallClock(table.zone()));
    }
}
